package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.Meeting;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mail server that refuses, that hangs, that breaks off after it has taken the message. */
class MailIT {

    private static final int MAILS = 60;
    private static final int OTHERS = 300;
    private static final int WORKERS = 8;
    private static final Duration FIRST_GAP = Duration.ofMillis(500);
    private static final Duration LONGEST_GAP = Duration.ofSeconds(2);
    /** For a machine that has more to do. */
    private static final Duration SLACK = Duration.ofSeconds(5);

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
                .with("TOCSIN_RETRY_FIRST", FIRST_GAP.toMillis() + "ms")
                .with("TOCSIN_RETRY_LONGEST", LONGEST_GAP.toSeconds() + "s")
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
        Meeting workers = new Meeting(api, sql, WORKERS);
        workers.assertEveryWorkerComes("Before " + manner);
        mail.expect(List.of(subject));
        mail.behave(manner);
        api.respond(subject, List.of(MailCollector.mail(subject)));
        api.respond("Beside " + manner, List.of(lines.action()));
        for (int i = 0; i < MAILS; i++) {
            api.open(subject + " " + i);
        }
        for (int i = 0; i < OTHERS; i++) {
            api.open("Beside " + manner + " " + i);
        }
        Lateness lateness = await().atMost(60, SECONDS)
                .until(
                        () -> Lateness.of(sql, "Beside " + manner + " %"),
                        late -> late.sorted().size() == OTHERS);
        assertThat(lines.all()).hasSize(OTHERS);
        System.out.println("Beside a mail server that " + manner + ", most were late by " + lateness.ofMost()
                + " ms at the most, and all by " + lateness.ofAll() + " ms");
        assertThat(lateness.ofMost())
                .as("how late 95 of 100 of the others were, in milliseconds")
                .isLessThan(3_000);
        assertThat(lateness.ofAll())
                .as("how late the last of the others was, in milliseconds")
                .isLessThan(10_000);
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
        if (manner.takesInSilence()) {
            assertThat(taken).as("with what was sent again").hasSizeGreaterThan(MAILS);
        } else {
            assertThat(taken).hasSize(MAILS);
        }
        mail.assertOnlyExpected();
        workers.assertEveryWorkerComes("After " + manner);
    }

    @Test
    void whatCannotBeMendedByTryingAgainIsFailedAtOnce() {
        Api api = server.api();
        mail.expect(List.of("To nobody"));
        mail.behave(MailCollector.Manner.TAKES);
        api.respond(
                "To nobody",
                List.of(Map.of(
                        "target_function",
                        "email",
                        "function_kwargs",
                        Map.of("subject", "To nobody", "recipients", MailCollector.NOBODY))));
        long id = api.open("To nobody");
        await().atMost(60, SECONDS)
                .until(() -> api.actions(id).get(0).getString("state").equals("failed"));
        assertThat(api.actions(id).get(0).getJsonArray("attempts")).hasSize(1);
        assertThat(api.actions(id).get(0).toString()).contains("no such person");
        assertThat(mail.taken()).doesNotContainKey("To nobody");
    }

    @Test
    void theGapsBetweenTriesDoubleUpToTheLongest() {
        int gaps = 5;
        Sql sql = new Sql(DATABASE);
        Api api = server.api();
        mail.expect(List.of("Gaps"));
        mail.behave(MailCollector.Manner.REFUSES);
        api.respond("Gaps", List.of(MailCollector.mail("Gaps")));
        long id = api.open("Gaps");
        await().atMost(60, SECONDS)
                .until(() -> api.actions(id).get(0).getJsonArray("attempts").size() > gaps);
        mail.behave(MailCollector.Manner.TAKES);
        await().atMost(60, SECONDS)
                .until(() -> api.actions(id).get(0).getString("state").equals("succeeded"));

        List<Duration> designed = List.of(FIRST_GAP, FIRST_GAP.multipliedBy(2), LONGEST_GAP, LONGEST_GAP, LONGEST_GAP);
        assertThat(designed).hasSize(gaps);
        List<JsonObject> attempts = Api.objects(api.actions(id).get(0).getJsonArray("attempts"));
        for (int i = 0; i < gaps; i++) {
            Duration gap = Duration.between(
                    Instant.parse(attempts.get(i).getString("finished_at")),
                    Instant.parse(attempts.get(i + 1).getString("started_at")));
            assertThat(gap).isBetween(designed.get(i), designed.get(i).plus(SLACK));
        }
        // What it was to be, however late the machine was.
        assertThat(Pattern.compile("email for issue " + id + " .*?next in (\\d+ m?s)", Pattern.DOTALL)
                        .matcher(server.log())
                        .results()
                        .limit(gaps)
                        .map(found -> found.group(1)))
                .containsExactly("500 ms", "1 s", "2 s", "2 s", "2 s");
    }
}
