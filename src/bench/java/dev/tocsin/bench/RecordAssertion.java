package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.bench.inside.ItemChecks;
import dev.tocsin.harness.Api;
import dev.tocsin.harness.Server;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A check of every record of a large table, in a server with little memory. */
final class RecordAssertion implements Case {

    private static final int RECORDS = 1_000_000;
    private static final int FEWER = 100_000;
    private static final int LOOKS = 50;
    private static final String SCAN = "plain JDBC scan";

    /** Records a second, in the measurement of the peers. */
    private static final double DJANGO_ISSUE = 2_300;

    @Override
    public String name() {
        return "record-assertion";
    }

    @Override
    public List<Result> run() throws Exception {
        BenchDatabase database = new BenchDatabase();
        ItemTable items = new ItemTable(database);
        List<Result> results = new ArrayList<>();
        try (Server server = BenchServer.on(database).heap("256m").ready()) {
            results.addAll(allPass(database, items, server.api()));
            results.addAll(someFail(database, items, server.api()));
            results.addAll(memory(database, items, server.api()));
        }
        return results;
    }

    private List<Result> allPass(BenchDatabase database, ItemTable items, Api api) throws Exception {
        String check = "all pass";
        items.load(RECORDS, false);
        database.settle();
        Map<String, Sample> seconds = Turns.of(List.of(
                new Side(
                        SCAN,
                        () -> {},
                        Side.timed(() -> assertThat(items.scan()).isEmpty())),
                new Side(check, () -> {}, () -> check(api, ItemChecks.NOT_BAD, RECORDS, 0))));
        Sample ours = seconds.get(check).rateOf(RECORDS);
        String work = "1,000,000 records, all pass";
        return List.of(
                line(work, ours).beside(SCAN, seconds.get(SCAN).rateOf(RECORDS)).atLeast(0.5),
                line(work, ours).measuredBefore("django-issue", DJANGO_ISSUE));
    }

    private List<Result> someFail(BenchDatabase database, ItemTable items, Api api) throws Exception {
        String first = "1% fail, first run";
        String second = "1% fail, second run";
        int failing = RECORDS / 100;
        items.load(RECORDS, true);
        Side.Work noIssues = () -> {
            database.forgetIssues();
            database.settle();
        };
        Map<String, Sample> seconds = Turns.ofWarm(List.of(
                new Side(
                        SCAN,
                        () -> {},
                        Side.timed(() -> assertThat(items.scan()).hasSize(failing))),
                new Side(first, noIssues, () -> {
                    double took = check(api, ItemChecks.NOT_BAD, RECORDS, failing);
                    assertIssues(database, failing);
                    return took;
                }),
                new Side(second, database::settle, () -> {
                    double took = check(api, ItemChecks.NOT_BAD, RECORDS, failing);
                    assertIssues(database, failing);
                    return took;
                })));
        Sample scan = seconds.get(SCAN).rateOf(RECORDS);
        Sample opening = seconds.get(first).rateOf(RECORDS);
        return List.of(
                line("1,000,000 records, 1% fail: opens 10,000 issues", opening)
                        .beside(SCAN, scan)
                        .atLeast(0.4),
                line(
                                "1,000,000 records, 1% fail: nothing is new",
                                seconds.get(second).rateOf(RECORDS))
                        .beside(SCAN, scan));
    }

    /** With the records that {@link #someFail} has left, first. */
    private List<Result> memory(BenchDatabase database, ItemTable items, Api api) throws Exception {
        Sample idle = heap(api, RECORDS);
        Sample all = heapDuring(RECORDS, database, api);
        items.load(FEWER, true);
        Sample fewer = heapDuring(FEWER, database, api);
        return List.of(
                Result.of(name(), "heap in use (-Xmx256m), 1,000,000 records, 1% fail", Unit.MEBIBYTES, all)
                        .beside("100,000 records, 1% fail", fewer)
                        .atLeast(0.9),
                Result.of(name(), "heap in use (-Xmx256m), 1,000,000 records, 1% fail", Unit.MEBIBYTES, all)
                        .beside("before it", idle));
    }

    /** Looked at equally often, however many there are: more looks would see more. */
    private static Sample heapDuring(int records, BenchDatabase database, Api api) throws Exception {
        database.forgetIssues();
        database.settle();
        int every = records / LOOKS;
        heap(api, every);
        check(api, ItemChecks.NOT_BAD_IN_LITTLE, records, records / 100);
        return heap(api, every);
    }

    /** The most since it was last asked, right after a collection. */
    private static Sample heap(Api api, int lookEvery) {
        String bytes = api.send("POST", "/bench/heap", "text/plain", Integer.toString(lookEvery))
                .expecting(200)
                .body();
        return Sample.of(Long.parseLong(bytes) / 1024.0 / 1024.0);
    }

    private static double check(Api api, String assertion, int records, int failing) {
        BenchJob job = BenchJob.run(api, "check-assertions", Map.of("assertion", assertion));
        assertThat(job.checked()).isEqualTo(records);
        assertThat(job.failing()).isEqualTo(failing);
        return job.seconds();
    }

    private static void assertIssues(BenchDatabase database, int open) throws SQLException {
        assertThat(database.number("SELECT COUNT(DISTINCT record_id) FROM tocsin_issue"
                        + " WHERE status = 'OPEN' AND occurrences = 1"))
                .isEqualTo(open);
        assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue")).isEqualTo(open);
    }

    private Result line(String work, Sample recordsPerSecond) {
        return Result.of(name(), work, Unit.PER_SECOND, recordsPerSecond);
    }
}
