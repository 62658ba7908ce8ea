package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Opening issues by {@code IssueService}, inside the server. */
final class OpenIssues implements Case {

    private static final int FEW = 2_000;
    private static final int MANY = 10_000;
    private static final int STORM = 1_000_000;

    /** One request each: on a slow machine, one for all might take longer than a client waits. */
    private static final int STORM_PARTS = 4;

    private static final int BESIDE_PER_SECOND = 50_000;
    private static final int THREADS = 16;
    private static final int FEW_THREADS = 4;
    private static final int EXISTING = 1_000_000;

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public String name() {
        return "open";
    }

    @Override
    public List<Result> run() throws Exception {
        BenchServer server = BenchServer.shared();
        BenchDatabase database = server.database();
        PlainInserts plain = new PlainInserts(database);
        Api api = server.api();
        List<Result> results = new ArrayList<>();
        warmUp(database, api);
        results.addAll(once(database, plain, api));
        results.addAll(storm(database, api));
        results.addAll(besideStorm(database, api));
        // Last, and one thread after many: alone, it calls a server too seldom to have it compiled.
        results.addAll(0, byMany(database, plain, api));
        results.addAll(0, byOne(database, plain, api));
        return results;
    }

    /** The server has only just started. */
    private void warmUp(BenchDatabase database, Api api) throws Exception {
        for (int i = 0; i < 4; i++) {
            database.forgetIssues();
            System.out.printf("  warm-up %.3f s%n", open(api, "once", THREADS, MANY));
        }
    }

    private List<Result> byMany(BenchDatabase database, PlainInserts plain, Api api) throws Exception {
        Map<String, Sample> seconds = Turns.of(List.of(
                new Side(
                        "plain JDBC, 16 connections",
                        database::forgetIssues,
                        () -> plain.seconds(THREADS, MANY, false)),
                new Side("open, 16 threads", database::forgetIssues, () -> open(api, "always", THREADS, MANY))));
        return List.of(line("open, 16 threads", seconds.get("open, 16 threads").rateOf(MANY))
                .beside(
                        "plain JDBC inserts, 16 connections",
                        seconds.get("plain JDBC, 16 connections").rateOf(MANY))
                .atLeast(0.5));
    }

    private List<Result> byOne(BenchDatabase database, PlainInserts plain, Api api) throws Exception {
        Map<String, Sample> seconds = Turns.of(List.of(
                new Side("plain JDBC, 1 connection", database::forgetIssues, () -> plain.seconds(1, FEW, false)),
                new Side("open, 1 thread", database::forgetIssues, () -> open(api, "always", 1, FEW))));
        Sample one = seconds.get("open, 1 thread").rateOf(FEW);
        return List.of(
                line("open, 1 thread", one)
                        .beside(
                                "plain JDBC inserts, 1 connection",
                                seconds.get("plain JDBC, 1 connection").rateOf(FEW))
                        .atLeast(0.5),
                line("open, 1 thread", one).measuredBefore("django-issue", 2_270));
    }

    /** The same server, with an empty table and a large one in turn. */
    private List<Result> once(BenchDatabase database, PlainInserts plain, Api api) throws Exception {
        String empty = "openOnce, empty table";
        String large = "openOnce, 1,000,000 issues";
        String inserts = "plain JDBC, empty table";
        database.forgetIssues();
        fill(database);
        Map<String, Sample> seconds;
        try (TwoTables tables = new TwoTables(database)) {
            seconds = Turns.of(List.of(
                    new Side(inserts, tables::useEmpty, () -> plain.seconds(THREADS, MANY, true)),
                    new Side(empty, tables::useEmpty, () -> open(api, "once", THREADS, MANY)),
                    new Side(
                            large,
                            () -> {
                                tables.useLarge();
                                database.execute("DELETE FROM tocsin_issue WHERE name LIKE 'new-issue%'");
                                database.settle();
                            },
                            () -> open(api, "once", THREADS, MANY))));
        }
        Sample empties = seconds.get(empty).rateOf(MANY);
        Sample full = seconds.get(large).rateOf(MANY);
        return List.of(
                line("openOnce, new names, 16 threads, empty table", empties)
                        .beside(
                                "plain JDBC inserts, 16 connections",
                                seconds.get(inserts).rateOf(MANY)),
                line("openOnce, new names, 16 threads, 1,000,000 issues", full)
                        .beside("empty table", empties)
                        .atLeast(0.9),
                line("openOnce, new names, 16 threads, 1,000,000 issues", full)
                        .measuredBefore("django-issue with 100,000", 90));
    }

    private List<Result> storm(BenchDatabase database, Api api) throws Exception {
        database.forgetIssues();
        AtomicLong calls = new AtomicLong();
        Map<String, Sample> seconds = Turns.of(List.of(new Side("openOnce, one name", () -> {}, () -> {
            double took = 0;
            for (int i = 0; i < STORM_PARTS; i++) {
                took += open(api, "storm", THREADS, STORM / STORM_PARTS);
            }
            assertCounted(database, calls.addAndGet(STORM));
            return took;
        })));
        return List.of(line(
                        "openOnce, one name, 16 threads",
                        seconds.get("openOnce, one name").rateOf(STORM))
                .reaching(50_000));
    }

    /** One row, and every call, once what was counted in memory is written. */
    private static void assertCounted(BenchDatabase database, long calls) throws SQLException {
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(database.number("SELECT SUM(occurrences) FROM tocsin_issue"))
                        .as("occurrences of the issue that was opened so often")
                        .isEqualTo(calls));
        assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue")).isEqualTo(1);
    }

    /** Other names, while one is opened fifty thousand times a second; and while nothing else is. */
    private List<Result> besideStorm(BenchDatabase database, Api api) throws Exception {
        List<Double> storms = new ArrayList<>();
        Map<String, Sample> seconds = Turns.of(List.of(
                new Side("openOnce, other names", database::forgetIssues, () -> open(api, "once", FEW_THREADS, FEW)),
                new Side("the same in a storm", database::forgetIssues, () -> {
                    Opened opened = opened(api, "amid", FEW_THREADS, FEW);
                    storms.add(opened.besidePerSecond());
                    return opened.seconds();
                })));
        Sample amid = seconds.get("the same in a storm");
        int measured = amid.values().size();
        return List.of(
                line("openOnce, new names, 4 threads, in a storm of 50,000/s", amid.rateOf(FEW))
                        .beside(
                                "without the storm",
                                seconds.get("openOnce, other names").rateOf(FEW))
                        .atLeast(0.9),
                line(
                                "the storm beside them, 1 thread",
                                new Sample(storms.subList(storms.size() - measured, storms.size())))
                        .reaching(0.95 * BESIDE_PER_SECOND));
    }

    private static void fill(BenchDatabase database) throws Exception {
        database.fill("INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed, created_at,"
                + " opened_at, last_seen_at, opened_by, fingerprint, once_key, revision)"
                + " SELECT 10000000 + i, 'existing-issue-' || LPAD(i::text, 7, '0'), 'OPEN', '{\"host\":\"web-'"
                + " || LPAD((i % 1000)::text, 3, '0') || '\",\"error\":\"connection timed out\",\"attempt\":' || i"
                + " || '}', 1, FALSE, now(), now(), now(), 'code', LPAD(i::text, 22, 'x'), LPAD(i::text, 22, 'x'),"
                + " (SELECT revision FROM tocsin_responder_revision) FROM generate_series(0, " + (EXISTING - 1)
                + ") i");
    }

    private double open(Api api, String how, int threads, int calls) {
        return opened(api, how, threads, calls).seconds();
    }

    /** How long it took, and how many times a second one name was opened meanwhile. */
    private record Opened(double seconds, double besidePerSecond) {}

    private Opened opened(Api api, String how, int threads, int calls) {
        String prefix = how.equals("storm") ? "stormy-issue" : "new-issue-" + turn.incrementAndGet() + "-";
        String[] told = api.send("POST", "/bench/open/" + how + "/" + threads + "/" + calls, "text/plain", prefix)
                .expecting(200)
                .body()
                .split(" ");
        return new Opened(Long.parseLong(told[0]) / 1e9, Long.parseLong(told[1]));
    }

    private Result line(String work, Sample perSecond) {
        return Result.of(name(), work, Unit.PER_SECOND, perSecond);
    }
}
