package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import dev.tocsin.harness.Stays;
import dev.tocsin.harness.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Two nodes on one database: one is killed, both are stopped. */
class NodesIT {

    private static final int LEASE = 3;
    private static final int SWEEP = 1;

    /** A tenth of it is time enough to notice, on a slow machine too, that it was not renewed. */
    private static final int LONG_LEASE = 20;

    /** For a machine that has more to do. */
    private static final int SLACK = 6;

    /** Longer than it takes to stop two nodes after they were told. */
    private static final int SOON = 30;

    /** Longer than that, and than it takes to start them again, unless the machine is very slow. */
    private static final int LATER = 90;

    private static Server.Start node(String database) {
        return Server.onPostgres(database)
                .withTestActions()
                .with("TOCSIN_LEASE", LEASE + "s")
                .with("TOCSIN_SWEEP", SWEEP + "s")
                .with("TOCSIN_RETRY_FIRST", "200ms");
    }

    @Test
    void oneThatIsKilledAgainAndAgainLosesNothing() {
        Random chance = Chance.of("nodes that are killed");
        String database = Postgres.newDatabase();
        Sql sql = new Sql(database);
        Lines lines = new Lines(Server.newFolder().resolve("keys"));
        AtomicReferenceArray<Server> nodes = new AtomicReferenceArray<>(2);
        String[] names = new String[2];
        try (MailCollector mail = new MailCollector()) {
            mail.expect(List.of("Under load"));
            List<Server.Start> starts = List.of(node(database), node(database));
            for (int i = 0; i < 2; i++) {
                starts.get(i).with("TOCSIN_MAIL_HOST", "127.0.0.1").with("TOCSIN_MAIL_PORT", mail.port());
                nodes.set(i, starts.get(i).ready());
                names[i] = newest(sql, names);
            }
            nodes.get(0)
                    .api()
                    .respond(
                            "Load \\d+",
                            List.of(
                                    lines.action(),
                                    Map.of(
                                            "target_function",
                                            "email",
                                            "function_kwargs",
                                            Map.of("subject", "Under load", "recipients", "ops@example.org"))));
            nodes.get(0).api().respond("Load \\d*0$", List.of(lines.slowAction()));
            AtomicInteger turn = new AtomicInteger();
            int kills = Form.of(2, 20);
            long cutOff = 0;
            Duration longest = Duration.ZERO;
            Reporters reporters = new Reporters(
                    "Load",
                    4,
                    Duration.ofMillis(10),
                    () -> nodes.get(turn.incrementAndGet() % 2).api());
            try (reporters) {
                for (int kill = 0; kill < kills; kill++) {
                    await().pollDelay(Duration.ofMillis(300 + chance.nextInt(3000)))
                            .atMost(10, SECONDS)
                            .until(() -> true);
                    int victim = chance.nextInt(2);
                    await().pollInterval(Duration.ofMillis(10))
                            .atMost(60, SECONDS)
                            .until(() -> runningOn(sql, names[victim]) > 0);
                    nodes.get(victim).kill();
                    cutOff += runningOn(sql, names[victim]);
                    Duration takenOver = awaitTakenOver(sql);
                    longest = takenOver.compareTo(longest) > 0 ? takenOver : longest;
                    nodes.set(victim, starts.get(victim).ready());
                    names[victim] = newest(sql, names);
                }
            }
            System.out.println("What a node ran that was killed was taken over within " + longest);
            awaitNothingLeft(sql);
            assertThat(reporters.acknowledged()).hasSizeGreaterThan(100);
            assertNothingLost(sql, reporters, lines);
            assertThat(reporters.failures())
                    .extracting(Reporters.Failure::status)
                    .as("no answer of the one that was killed, or that it is starting")
                    .isSubsetOf(0, 503);
            assertThat(sql.number("SELECT COUNT(*) FROM tocsin_attempt WHERE outcome = 'ABANDONED'"))
                    .as("attempts that were cut off")
                    .isGreaterThanOrEqualTo(cutOff)
                    .isPositive();
            Set<String> keys = new HashSet<>(
                    sql.column("SELECT idempotency_key FROM tocsin_issue_action WHERE target_function = 'email'"));
            assertThat(mail.taken().get("Under load"))
                    .extracting(id -> id.replaceAll("^<|@.*$", ""))
                    .allSatisfy(id -> assertThat(keys).contains(id))
                    .containsAll(keys);
            assertNoMoreMailsThanAttempts(sql, mail);
            mail.assertOnlyExpected();
        } finally {
            closeAll(nodes);
        }
        sql.assertNoDeadlock();
    }

    /** What the node calls itself that was started last. */
    private static String newest(Sql sql, String... known) {
        String query = "SELECT name FROM tocsin_node ORDER BY started_at DESC LIMIT 1";
        return await().atMost(60, SECONDS)
                .until(
                        () -> sql.column(query).stream().findFirst().orElse(known[0]),
                        name -> name != null && !Arrays.asList(known).contains(name));
    }

    private static long runningOn(Sql sql, String node) {
        return sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'RUNNING' AND node = '" + node + "'");
    }

    private static void assertNoMoreMailsThanAttempts(Sql sql, MailCollector mail) {
        Map<String, Integer> attempts = new HashMap<>();
        sql.column("SELECT idempotency_key || ' ' || attempts FROM tocsin_issue_action WHERE target_function = 'email'")
                .forEach(row -> attempts.put(row.split(" ")[0], Integer.parseInt(row.split(" ")[1])));
        assertThat(mail.taken().get("Under load").stream()
                        .map(id -> id.replaceAll("^<|@.*$", ""))
                        .collect(Collectors.groupingBy(id -> id, Collectors.counting())))
                .allSatisfy((id, mails) -> assertThat(mails).as(id).isLessThanOrEqualTo(attempts.get(id)));
    }

    /** What the killed node was running is with the other one as soon as its lease has run out. @return how long that took */
    private static Duration awaitTakenOver(Sql sql) {
        Instant killedAt = Instant.now();
        await().pollInterval(Duration.ofMillis(100))
                .atMost(LEASE + SWEEP + SLACK, SECONDS)
                .until(() -> sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'RUNNING'"
                                + " AND started_at < '" + killedAt + "'")
                        == 0);
        return Duration.between(killedAt, Instant.now());
    }

    private static void awaitNothingLeft(Sql sql) {
        await().atMost(300, SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state IN ('PLANNED', 'RUNNING')")
                                == 0);
    }

    private static void assertNothingLost(Sql sql, Reporters reporters, Lines lines) {
        List<String> names = sql.column("SELECT name FROM tocsin_issue WHERE name LIKE 'Load %'");
        assertThat(names).doesNotHaveDuplicates().containsAll(reporters.acknowledged());
        assertThat(sql.column("SELECT DISTINCT state FROM tocsin_issue_action")).containsExactly("SUCCEEDED");
        assertThat(
                        sql.column(
                                "SELECT i.name FROM tocsin_issue i WHERE i.name LIKE 'Load %'"
                                        + " AND CASE WHEN i.name LIKE '%0' THEN 3 ELSE 2 END <> (SELECT COUNT(*) FROM tocsin_issue_action a WHERE a.issue_id = i.id)"))
                .isEmpty();
        Map<String, List<Lines.Line>> runs = lines.all().stream().collect(Collectors.groupingBy(Lines.Line::key));
        Set<String> keys = new HashSet<>(
                sql.column("SELECT idempotency_key FROM tocsin_issue_action WHERE target_function LIKE 'append%'"));
        assertThat(runs.keySet()).isEqualTo(keys);
        assertThat(runs.values()).allSatisfy(one -> {
            assertThat(one.stream().map(Lines.Line::issue).distinct()).hasSize(1);
            assertThat(one.stream().map(Lines.Line::attempt)).doesNotHaveDuplicates();
        });
        assertThat(sql.column("SELECT DISTINCT t.outcome FROM tocsin_attempt t JOIN tocsin_issue_action a"
                        + " ON a.id = t.issue_action_id WHERE t.number < a.attempts"))
                .isSubsetOf("ABANDONED", "FAILED", "INTERRUPTED");
        System.out.println(names.size() + " issues, " + reporters.failures().size() + " calls without an answer, "
                + sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE attempts > 1") + " actions repeated");
    }

    /** One that cannot reach the database stops what it runs before another begins it. */
    @Test
    void whatIsTakenOverFromOneThatIsCutOffHasEndedThere() throws IOException {
        String database = Postgres.newDatabase();
        Sql sql = new Sql(database);
        Stays stays = new Stays(Server.newFolder().resolve("stays"));
        Path end = Server.newFolder().resolve("end");
        try (Wire wire = new Wire(database);
                Server cutOff = node(wire.url() + "&socketTimeout=5")
                        .with("TOCSIN_LEASE", LONG_LEASE + "s")
                        .ready();
                Server other =
                        node(database).with("TOCSIN_LEASE", LONG_LEASE + "s").ready()) {
            String name = sql.column("SELECT name FROM tocsin_node ORDER BY started_at LIMIT 1")
                    .get(0);
            cutOff.api().respond("Stays", List.of(stays.actionUntil(end)));
            IntStream.range(0, 10).forEach(i -> cutOff.api().open("Stays " + i));
            await().atMost(60, SECONDS).until(() -> stays.begun() == 10);
            long there = runningOn(sql, name);
            assertThat(there).isPositive();

            wire.cut();
            await().atMost(3 * LONG_LEASE, SECONDS).until(() -> stays.begun() >= 10 + there);
            Files.createFile(end);
            wire.mend();
            await().atMost(60, SECONDS).until(() -> cutOff.api().get("/health").status() == 200);
            awaitNothingLeft(sql);
            assertThat(stays.overlapping())
                    .as("what was begun before it had ended")
                    .isEmpty();
            assertThat(sql.column("SELECT DISTINCT state FROM tocsin_issue_action"))
                    .containsExactly("SUCCEEDED");
            other.api().get("/health").expecting(200);
            System.out.println(there + " of 10 actions were taken over from the node that was cut off");
        }
        sql.assertNoDeadlock();
    }

    /** Of the first, all are overdue when a node is there again; of the others, none, unless the machine is very slow. */
    @Test
    void delaysThatArePendingWhenBothNodesStopAreKept() {
        String database = Postgres.newDatabase();
        Sql sql = new Sql(database);
        Lines soon = new Lines(Server.newFolder().resolve("soon"));
        Lines later = new Lines(Server.newFolder().resolve("later"));
        AtomicReferenceArray<Server> nodes = new AtomicReferenceArray<>(2);
        try {
            List<Server.Start> starts = Stream.generate(() -> node(database).with("TOCSIN_LEASE", "30s"))
                    .limit(2)
                    .toList();
            IntStream.range(0, 2)
                    .parallel()
                    .forEach(i -> nodes.set(i, starts.get(i).ready()));
            Api api = nodes.get(0).api();
            api.respond("Later", List.of(later.action(LATER)));
            api.respond("Soon", List.of(soon.action(SOON)));
            openFiveThousand(api, "Later");
            openFiveThousand(api, "Soon");
            nodes.get(0).stop();
            nodes.get(1).kill();
            assertThat(sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'PLANNED'"))
                    .isEqualTo(10_000);
            await().atMost(SOON, SECONDS)
                    .until(() -> sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE due_at < now()") == 5000);
            IntStream.range(0, 2)
                    .parallel()
                    .forEach(i -> nodes.set(i, starts.get(i).ready()));
            Instant ready = Instant.now();
            awaitNothingLeft(sql);
            assertOnce(sql, soon);
            assertOnce(sql, later);
            assertThat(sql.column("SELECT a.id FROM tocsin_issue_action a JOIN tocsin_attempt t"
                            + " ON t.issue_action_id = a.id WHERE t.started_at < a.due_at"))
                    .isEmpty();
            assertThat(pauses(sql, ready))
                    .as("how long nothing was started although something was due, in milliseconds")
                    .allSatisfy(millis -> assertThat(millis).isLessThan(SLACK * 1000L));
        } finally {
            closeAll(nodes);
        }
        sql.assertNoDeadlock();
    }

    /**
     * How many are started a second is up to the machine, but not that nobody stands still: how long before each start
     * nothing was started, although it was due and a node was there.
     */
    private static List<Long> pauses(Sql sql, Instant ready) {
        return sql
                .column("SELECT (EXTRACT(EPOCH FROM t.started_at - GREATEST(a.due_at, '" + ready + "',"
                        + " LAG(t.started_at) OVER (ORDER BY t.started_at))) * 1000)::bigint"
                        + " FROM tocsin_issue_action a JOIN tocsin_attempt t ON t.issue_action_id = a.id")
                .stream()
                .map(Long::valueOf)
                .toList();
    }

    private static void openFiveThousand(Api api, String name) {
        for (int i = 0; i < 5; i++) {
            List<Map<String, ?>> thousand = new ArrayList<>();
            IntStream.range(0, 1000).forEach(n -> thousand.add(Map.of("name", name + " " + n)));
            api.post("/api/issues", thousand).expecting(201);
        }
    }

    private static void assertOnce(Sql sql, Lines lines) {
        List<String> keys = lines.all().stream().map(Lines.Line::key).toList();
        assertThat(keys).hasSize(5000).doesNotHaveDuplicates();
        assertThat(new HashSet<>(sql.column("SELECT idempotency_key FROM tocsin_issue_action")))
                .containsAll(keys);
    }

    private static void closeAll(AtomicReferenceArray<Server> nodes) {
        for (int i = 0; i < nodes.length(); i++) {
            if (nodes.get(i) != null) {
                nodes.get(i).close();
            }
        }
    }
}
