package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.RestartablePostgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The database goes away and comes back, or hangs and goes on; its disk is full, and then is not. */
class DatabaseIT {

    /** A connection that is refused is known at once; one that is waited for, after ten seconds, and then once more. */
    private static final Duration ANSWERED = Duration.ofSeconds(25);

    /** "Within seconds". */
    private static final Duration HEALTH_KNOWS = Duration.ofSeconds(10);

    /** Most are refused. */
    private static final Duration MOST_ANSWERED = Duration.ofSeconds(3);

    /** That are seen again and again. */
    private static final int NAMES = 50;

    /** That are opened together. */
    private static final int SOME = 50;

    private static final String NOT_DONE =
            "SELECT COUNT(*) FROM tocsin_issue_action WHERE state IN ('PLANNED', 'RUNNING')";

    @Test
    void whatStopsUnderLoadIsSaidAndRecoversByItself() {
        Duration outage = Form.of(Duration.ofSeconds(8), Duration.ofSeconds(30));
        List<Duration> waited = underLoad("", RestartablePostgres::stop, outage, RestartablePostgres::start);
        assertThat(most(waited)).as("how long 95 of 100 waited").isLessThan(MOST_ANSWERED);
    }

    /** Nobody is told that it is away: whoever waits for its answer would wait for ever. */
    @Test
    void whatHangsUnderLoadIsSaidAndRecoversByItself() {
        // So that all who waited have been told before it goes on with what they wanted.
        Duration outage = Form.of(ANSWERED, Duration.ofSeconds(60));
        underLoad("&socketTimeout=5", RestartablePostgres::freeze, outage, RestartablePostgres::thaw);
    }

    /** @return how long those waited who were refused, the longest last */
    private static List<Duration> underLoad(
            String options, Consumer<RestartablePostgres> away, Duration outage, Consumer<RestartablePostgres> back) {
        Lines lines = new Lines(Server.newFolder().resolve("keys"));
        try (RestartablePostgres postgres = new RestartablePostgres().start();
                Server server = Server.onPostgres(postgres.url() + options)
                        .withTestActions()
                        .with("TOCSIN_LEASE", "3s")
                        .with("TOCSIN_SWEEP", "1s")
                        .ready()) {
            Sql sql = new Sql(postgres.url());
            Api api = server.api();
            api.respond("Load \\d+", List.of(lines.action()));
            api.respond("Closed \\d+", List.of(lines.action(3600)));
            Reporters openers = new Reporters("Load", 4, Duration.ofMillis(10), server::api);
            Reporters closers =
                    new Reporters("Closed", 2, Duration.ofMillis(10), server::api, DatabaseIT::openAndResolve);
            Reporters counters = new Reporters("Once", 2, Duration.ofMillis(10), server::api, DatabaseIT::openOnce);
            List<Reporters> all = List.of(openers, closers, counters);
            try (openers;
                    closers;
                    counters) {
                await().atMost(60, SECONDS)
                        .until(() ->
                                all.stream().allMatch(one -> one.acknowledged().size() > 100));
                away.accept(postgres);
                await().atMost(HEALTH_KNOWS)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> api.get("/health").status() == 503);
                await().pollDelay(outage).atMost(outage.plusSeconds(30)).until(() -> true);
                api.get("/health/live").expecting(200);
                back.accept(postgres);
                await().atMost(60, SECONDS)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> api.get("/health").status() == 200);
                List<Integer> before =
                        all.stream().map(one -> one.acknowledged().size()).toList();
                await().atMost(60, SECONDS)
                        .until(() -> IntStream.range(0, all.size())
                                .allMatch(i -> all.get(i).acknowledged().size() > before.get(i) + 50));
            }
            all.forEach(DatabaseIT::assertSaidClearly);
            assertOpenedAsAWhole(sql, openers, lines);
            assertClosedAsAWhole(sql, closers);
            assertCounted(sql, counters);
            return all.stream().flatMap(DatabaseIT::waited).sorted().toList();
        }
    }

    /** What was opened and resolved. */
    private static Api.Answer openAndResolve(Api api, String name) {
        Api.Answer opened = api.post("/api/issues", Map.of("name", name));
        return opened.status() == 201 ? api.post("/api/issues/" + opened.id() + "/resolve", Map.of()) : opened;
    }

    /** Some issues, of which each is seen again and again, but no storm. */
    private static Api.Answer openOnce(Api api, String name) {
        return api.post("/api/issues", Map.of("name", seenAgain(name), "once", true));
    }

    private static String seenAgain(String name) {
        return "Once " + Integer.parseInt(name.substring("Once ".length())) % NAMES;
    }

    private static void assertSaidClearly(Reporters reporters) {
        List<Duration> waited = waited(reporters).sorted().toList();
        assertThat(reporters.failures()).isNotEmpty().allSatisfy(failure -> {
            assertThat(failure.status()).isEqualTo(503);
            assertThat(failure.body()).contains("database").doesNotContain("password", "jdbc:");
        });
        System.out.println(reporters.acknowledged().size() + " done, " + waited.size()
                + " refused, most of them within " + most(waited) + ", all within " + waited.get(waited.size() - 1));
        assertThat(waited.get(waited.size() - 1)).isLessThan(ANSWERED);
    }

    private static Stream<Duration> waited(Reporters reporters) {
        return reporters.failures().stream().map(Reporters.Failure::after);
    }

    private static Duration most(List<Duration> sorted) {
        return sorted.get((sorted.size() * 95 + 99) / 100 - 1);
    }

    private static void assertOpenedAsAWhole(Sql sql, Reporters reporters, Lines lines) {
        await().atMost(120, SECONDS)
                .until(() -> sql.number("SELECT COUNT(*) FROM tocsin_issue i WHERE i.name LIKE 'Load %'"
                                + " AND NOT EXISTS (SELECT 1 FROM tocsin_issue_action a"
                                + " WHERE a.issue_id = i.id AND a.state NOT IN ('PLANNED', 'RUNNING'))")
                        == 0);
        List<String> names = sql.column("SELECT name FROM tocsin_issue WHERE name LIKE 'Load %'");
        assertThat(names).doesNotHaveDuplicates().containsAll(reporters.acknowledged());
        assertThat(sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'SUCCEEDED'"))
                .isEqualTo(names.size());
        assertThat(lines.all().stream().map(Lines.Line::key).distinct()).hasSize(names.size());
    }

    /** One that is resolved has nothing planned any more, and its history says so; one that is not has all that it had. */
    private static void assertClosedAsAWhole(Sql sql, Reporters reporters) {
        assertThat(sql.column("SELECT name FROM tocsin_issue WHERE name LIKE 'Closed %' AND status = 'RESOLVED'"))
                .doesNotHaveDuplicates()
                .containsAll(reporters.acknowledged());
        assertThat(sql.column("SELECT i.name || ' is ' || i.status || ', its action ' || a.state"
                        + " FROM tocsin_issue i LEFT JOIN tocsin_issue_action a ON a.issue_id = i.id"
                        + " WHERE i.name LIKE 'Closed %' AND COALESCE(a.state, 'MISSING')"
                        + " <> CASE i.status WHEN 'OPEN' THEN 'PLANNED' ELSE 'CANCELLED' END"))
                .isEmpty();
        assertThat(sql.column("SELECT i.name FROM tocsin_issue i WHERE i.name LIKE 'Closed %'"
                        + " AND (SELECT COUNT(*) FROM tocsin_status_change c WHERE c.issue_id = i.id"
                        + " AND c.to_status = 'RESOLVED') <> CASE i.status WHEN 'OPEN' THEN 0 ELSE 1 END"))
                .isEmpty();
    }

    /** Whoever got no success may have been counted all the same. */
    private static void assertCounted(Sql sql, Reporters reporters) {
        List<String> refused =
                reporters.failures().stream().map(Reporters.Failure::name).toList();
        for (int i = 0; i < NAMES; i++) {
            String name = "Once " + i;
            long counted = reporters.acknowledged().stream()
                    .filter(one -> seenAgain(one).equals(name))
                    .count();
            long perhaps =
                    refused.stream().filter(one -> seenAgain(one).equals(name)).count();
            assertThat(sql.column("SELECT status FROM tocsin_issue WHERE name = '" + name + "'"))
                    .containsExactly("OPEN");
            assertThat(sql.number("SELECT occurrences FROM tocsin_issue WHERE name = '" + name + "'"))
                    .as("how often %s was seen", name)
                    .isBetween(counted, counted + perhaps);
        }
    }

    /**
     * The files of the tables and their indexes cannot grow beyond the size of those of the log, for any process of the
     * database, as if the disk had no room for them; what commits is still written to the log, whose files are as large
     * already. That a database ends whose log finds no room is its own matter: it is stopped then, as in the other test.
     */
    @Test
    void aFullDiskIsSaidAndLosesNothing() throws IOException, InterruptedException {
        Lines lines = new Lines(Server.newFolder().resolve("full"));
        try (RestartablePostgres postgres =
                        new RestartablePostgres().withSmallLogFiles().start();
                Server server = Server.onPostgres(postgres.url())
                        .withTestActions()
                        .with("TOCSIN_LEASE", "3s")
                        .with("TOCSIN_SWEEP", "1s")
                        .ready()) {
            Sql sql = new Sql(postgres.url());
            Api api = server.api();
            api.respond("Full", List.of(lines.action(), lines.action(3)));
            limitFiles(postgres, Integer.toString(1024 * 1024));
            int opened = 0;
            Api.Answer answer;
            do {
                answer = api.post("/api/issues", some(opened));
                opened += answer.status() == 201 ? SOME : 0;
            } while (answer.status() == 201 && opened < 100_000);
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("database");
            await().atMost(30, SECONDS)
                    .untilAsserted(() -> assertThat(sql.number(NOT_DONE + " AND due_at < now() - interval '1 second'"))
                            .as("actions that wait for room")
                            .isPositive());
            // What it can be asked, it answers.
            api.get("/health").expecting(200);
            api.get("/health/live").expecting(200);
            api.get("/api/issues?limit=1").expecting(200);
            assertThat(sql.number("SELECT COUNT(*) FROM tocsin_issue")).isEqualTo(opened);

            limitFiles(postgres, "unlimited");
            await().atMost(60, SECONDS).until(() -> api.get("/health").status() == 200);
            api.post("/api/issues", some(opened)).expecting(201);
            opened += SOME;
            await().atMost(120, SECONDS).pollInterval(Duration.ofMillis(200)).until(() -> sql.number(NOT_DONE) == 0);
            assertThat(sql.number("SELECT COUNT(*) FROM tocsin_issue")).isEqualTo(opened);
            assertThat(sql.column("SELECT DISTINCT state FROM tocsin_issue_action"))
                    .containsExactly("SUCCEEDED");
            assertThat(lines.all().stream().map(Lines.Line::key).distinct())
                    .hasSize(2 * opened)
                    .containsExactlyInAnyOrderElementsOf(sql.column("SELECT idempotency_key FROM tocsin_issue_action"));
            System.out.println(opened + " issues, with those that were opened when the disk was not full any more");
        }
    }

    private static List<Map<String, ?>> some(int first) {
        List<Map<String, ?>> issues = new ArrayList<>();
        IntStream.range(first, first + SOME).forEach(i -> issues.add(Map.of("name", "Full " + i)));
        return issues;
    }

    /** To a process, a file that must not grow is a disk that is full. */
    private static void limitFiles(RestartablePostgres postgres, String bytes)
            throws IOException, InterruptedException {
        for (long process : postgres.processes()) {
            int exit = new ProcessBuilder("prlimit", "--pid", Long.toString(process), "--fsize=" + bytes + ":unlimited")
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit == 0 || ProcessHandle.of(process).isEmpty()).isTrue();
        }
    }
}
