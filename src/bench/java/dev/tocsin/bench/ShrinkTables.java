package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Server;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Retention in tables of ten million rows: how fast they shrink, and whether who opens issues meanwhile has to wait.
 * Loading them takes minutes, so it is measured when it is asked for by its name.
 */
final class ShrinkTables implements Case {

    private static final int ISSUES = Integer.getInteger("bench.old-issues", 2_000_000);
    private static final int ACTIONS_EACH = 2;
    private static final int CLIENTS = 4;
    private static final int SECONDS = 60;
    private static final int WARM_UP = 20;
    private static final int FIRST_ID = 10_000_000;
    private static final double LONGEST_MILLIS = 1_000;

    private final AtomicInteger number = new AtomicInteger();

    @Override
    public String name() {
        return "retention";
    }

    @Override
    public boolean onlyByName() {
        return true;
    }

    @Override
    public List<Result> run() throws Exception {
        BenchDatabase database = new BenchDatabase();
        List<Double> without;
        try (Server server =
                BenchServer.on(database).with("TOCSIN_RETENTION_EVERY", "1d").ready()) {
            load(database);
            without = opening(server.api());
        }
        try (Server server =
                BenchServer.on(database).with("TOCSIN_RETENTION_EVERY", "1s").ready()) {
            long before = old(database);
            long start = System.nanoTime();
            List<Double> with = opening(server.api());
            double seconds = (System.nanoTime() - start) / 1e9;
            long deleted = before - old(database);
            assertThat(deleted).isPositive();
            assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue WHERE name LIKE 'young%'"))
                    .isEqualTo(number.get());
            String work = "opening one issue each, 4 clients, while old ones are deleted";
            return List.of(
                    Result.of(
                            name(),
                            "old issues deleted, each with " + ACTIONS_EACH + " actions and their attempts, of "
                                    + ISSUES,
                            Unit.PER_SECOND,
                            Sample.of(deleted / seconds)),
                    line(work + ": half within", at(with, 0.5)).beside("while none are", Sample.of(at(without, 0.5))),
                    line(work + ": 99 of 100 within", at(with, 0.99))
                            .beside("while none are", Sample.of(at(without, 0.99))),
                    line(work + ": all within", at(with, 1))
                            .beside("while none are", Sample.of(at(without, 1)))
                            .atMost(LONGEST_MILLIS));
        }
    }

    private Result line(String work, double millis) {
        return Result.of(name(), work, Unit.MILLISECONDS, Sample.of(millis));
    }

    private static double at(List<Double> sorted, double share) {
        return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }

    private static long old(BenchDatabase database) throws Exception {
        return database.number("SELECT COUNT(*) FROM tocsin_issue WHERE status = 'RESOLVED'");
    }

    /** Milliseconds of each call, the shortest first. */
    private List<Double> opening(Api admin) throws Exception {
        Api api = admin.as(admin.token("reporter"));
        opening(api, WARM_UP);
        return opening(api, SECONDS);
    }

    private List<Double> opening(Api api, int seconds) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<List<Double>>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                all.add(threads.submit(() -> {
                    List<Double> millis = new ArrayList<>();
                    long end = System.nanoTime() + seconds * 1_000_000_000L;
                    for (long start = System.nanoTime(); start < end; start = System.nanoTime()) {
                        api.open("young " + number.incrementAndGet());
                        millis.add((System.nanoTime() - start) / 1e6);
                    }
                    return millis;
                }));
            }
            List<Double> millis = new ArrayList<>();
            for (Future<List<Double>> one : all) {
                millis.addAll(one.get());
            }
            return millis.stream().sorted().toList();
        } finally {
            threads.shutdown();
        }
    }

    /**
     * What issues have that are long over: each was resolved once, each action was tried once, and every tenth issue
     * occurred again after an hour.
     */
    private static void load(BenchDatabase database) throws Exception {
        database.fill(
                "INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed, created_at, opened_at,"
                        + " last_seen_at, resolved_at, opened_by, fingerprint, revision, burst_occurrence, burst_before)"
                        + " SELECT " + FIRST_ID + " + i, 'issue ' || i % 10000, 'RESOLVED', '{\"attempt\":' || i"
                        + " || '}', CASE WHEN i % 10 = 0 THEN 2 ELSE 1 END, FALSE, t, t, CASE WHEN i % 10 = 0 THEN"
                        + " t + interval '1 hour' ELSE t END, t + interval '2 hours', 'code', LPAD(i::text, 22, '0'),"
                        + " (SELECT revision FROM tocsin_responder_revision), CASE WHEN i % 10 = 0 THEN 2 END,"
                        + " CASE WHEN i % 10 = 0 THEN t END" + issues(),
                "INSERT INTO tocsin_issue_action (id, issue_id, responder_id, responder_action_id, pass, revision,"
                        + " has_next, watch_pattern, target_function, function_kwargs, state, created_at, due_at,"
                        + " started_at, executed_at, success, attempts, tries_left, idempotency_key)"
                        + " SELECT " + FIRST_ID + " + i * " + ACTIONS_EACH + " + n, " + FIRST_ID
                        + " + i, 1, 1 + n, 0, 1, FALSE, 'issue .*', 'nothing', '{}', 'SUCCEEDED', t, t, t, t, TRUE,"
                        + " 1, 7, i || '.' || n" + issues() + actions(),
                "INSERT INTO tocsin_attempt (issue_action_id, number, started_at, finished_at, outcome, node) SELECT "
                        + FIRST_ID + " + i * " + ACTIONS_EACH + " + n, 1, t, t, 'SUCCEEDED', 'node'" + issues()
                        + actions(),
                "INSERT INTO tocsin_status_change (id, issue_id, at, from_status, to_status, changed_by, reason) SELECT "
                        + FIRST_ID + " + i, " + FIRST_ID + " + i, t + interval '2 hours', 'OPEN', 'RESOLVED', 'code',"
                        + " 'It is mended'" + issues(),
                "INSERT INTO tocsin_burst (issue_id, occurrence, started_at, before_at) SELECT " + FIRST_ID
                        + " + i, 2, t + interval '1 hour', t" + issues() + " WHERE i % 10 = 0");
    }

    /** Their numbers, and when they were opened. */
    private static String issues() {
        return " FROM (SELECT i, now() - interval '100 days' - i * interval '1 second' AS t FROM generate_series(0, "
                + (ISSUES - 1) + ") i) numbered";
    }

    private static String actions() {
        return " CROSS JOIN generate_series(0, " + (ACTIONS_EACH - 1) + ") n";
    }
}
