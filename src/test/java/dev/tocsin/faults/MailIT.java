package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mail server that refuses, that hangs, that breaks off after it has taken the message. */
class MailIT {

    private static final int MAILS = 60;
    private static final int OTHERS = 300;
    private static final int WORKERS = 8;
    private static final String DATABASE = Postgres.newDatabase();
    private static MailCollector mail;
    private static Server server;

    @BeforeAll
    static void start() {
        mail = new MailCollector();
        server = Server.onPostgres(DATABASE)
                .withTestActions()
                .with("TOCSIN_MAIL_HOST", "127.0.0.1")
                .with("TOCSIN_MAIL_PORT", mail.port())
                .with("TOCSIN_MAIL_TIMEOUT", "5s")
                .with("TOCSIN_WORKERS", WORKERS)
                .with("TOCSIN_RETRY_FIRST", "500ms")
                .with("TOCSIN_RETRY_LONGEST", "2s")
                .with("TOCSIN_RETRY_ATTEMPTS", 100)
                .ready();
    }

    @AfterAll
    static void stop() {
        server.close();
        mail.close();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TAKES")
    void mailsAreTriedAgainAndOtherActionsDoNotWait(MailCollector.Manner manner) {
        Sql sql = new Sql(DATABASE);
        Api api = server.api();
        String subject =
                "It " + manner.name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        Lines lines = new Lines(Server.newFolder().resolve("others"));
        mail.expect(List.of(subject));
        mail.behave(manner);
        api.respond(
                subject,
                List.of(Map.of(
                        "target_function",
                        "email",
                        "function_kwargs",
                        Map.of("subject", subject, "recipients", "ops@example.org"))));
        api.respond("Beside " + manner, List.of(lines.action()));
        for (int i = 0; i < MAILS; i++) {
            api.open(subject + " " + i);
        }
        for (int i = 0; i < OTHERS; i++) {
            api.open("Beside " + manner + " " + i);
        }
        await().atMost(60, SECONDS).until(() -> lines.all().size() == OTHERS);
        assertThat(sql.number("SELECT MAX(EXTRACT(EPOCH FROM t.started_at - a.due_at) * 1000)::bigint"
                        + " FROM tocsin_issue_action a JOIN tocsin_attempt t ON t.issue_action_id = a.id"
                        + " JOIN tocsin_issue i ON i.id = a.issue_id WHERE i.name LIKE 'Beside " + manner + "%'"))
                .as("the most that one of the others was late, in milliseconds")
                .isLessThan(15_000);
        String mine = " FROM tocsin_issue_action a JOIN tocsin_issue i ON i.id = a.issue_id"
                + " WHERE a.target_function = 'email' AND i.name LIKE '" + subject + "%'";
        await().atMost(60, SECONDS).until(() -> sql.number("SELECT COUNT(*)" + mine + " AND a.attempts > 1") > 0);
        assertThat(sql.number("SELECT COUNT(*)" + mine + " AND a.state = 'SUCCEEDED'"))
                .isZero();

        mail.behave(MailCollector.Manner.TAKES);
        await().atMost(120, SECONDS)
                .until(() -> sql.number("SELECT COUNT(*)" + mine + " AND a.state = 'SUCCEEDED'") == MAILS);
        Set<String> keys = new HashSet<>(sql.column("SELECT a.idempotency_key" + mine));
        assertThat(keys).hasSize(MAILS);
        List<String> taken = mail.taken().get(subject).stream()
                .map(id -> id.replaceAll("^<|@.*$", ""))
                .toList();
        assertThat(new HashSet<>(taken)).isEqualTo(keys);
        if (manner == MailCollector.Manner.DROPS_AFTER_DATA) {
            assertThat(taken).as("with what was sent again").hasSizeGreaterThan(MAILS);
        } else {
            assertThat(taken).hasSize(MAILS);
        }
        mail.assertOnlyExpected();
        assertEveryWorkerIsThere(api, sql, "After " + manner);
    }

    /** As many hang and are interrupted, twice in a row, as there are workers for what is known to be slow. */
    private static void assertEveryWorkerIsThere(Api api, Sql sql, String name) {
        api.respond(name, List.of(Map.of("target_function", "hang")));
        List<Long> issues = IntStream.range(0, WORKERS)
                .mapToObj(i -> api.open(name + " " + i))
                .toList();
        await().atMost(60, SECONDS)
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sql.number("SELECT COUNT(*) FROM tocsin_attempt t JOIN tocsin_issue_action a"
                                + " ON a.id = t.issue_action_id JOIN tocsin_issue i ON i.id = a.issue_id"
                                + " WHERE t.outcome = 'TIMED_OUT' AND i.name LIKE '" + name + "%'")
                        >= WORKERS * 3 / 2);
        issues.forEach(
                issue -> api.post("/api/issues/" + issue + "/resolve", Map.of()).expecting(200));
        await().atMost(30, SECONDS)
                .until(() -> sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'RUNNING'") == 0);
    }
}
