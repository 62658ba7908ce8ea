package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Actions that are due and do nothing: how many of them are run in a second, with their history. */
final class DueActions implements Case {

    private static final int ACTIONS = 20_000;
    private static final int JOBS_OF_JOBRUNR = 2_000;
    private static final int JOBS_OF_QUARTZ = 500;
    private static final int WARM_UPS = 6;
    private static final int ACTIONS_TO_WARM_UP = 40_000;

    private static final int FIRST_ID = 10_000_000;
    private static final Duration LOOK = Duration.ofMillis(5);

    @Override
    public String name() {
        return "due-actions";
    }

    @Override
    public List<Result> run() throws Exception {
        BenchDatabase database = BenchServer.shared().database();
        BenchDatabase other = new BenchDatabase();
        PlainQueue plain = new PlainQueue(database);
        try (DbSchedulerPeer dbScheduler = new DbSchedulerPeer(other);
                JobRunrPeer jobRunr = new JobRunrPeer(other);
                QuartzPeer quartz = new QuartzPeer(other)) {
            warmUp(database, dbScheduler);
            Map<String, Sample> seconds = Turns.of(List.of(
                    new Side("Tocsin", () -> {}, () -> run(database, ACTIONS)),
                    new Side("plain JDBC", () -> load(database), plain::seconds),
                    new Side("db-scheduler", () -> dbScheduler.schedule(ACTIONS), dbScheduler::runAll),
                    new Side("JobRunr", () -> jobRunr.schedule(JOBS_OF_JOBRUNR), jobRunr::runAll),
                    new Side("Quartz", () -> quartz.schedule(JOBS_OF_QUARTZ), quartz::runAll)));
            Sample ours = seconds.get("Tocsin").rateOf(ACTIONS);
            String work = "actions that are due, run with their history";
            return List.of(
                    line(work, ours)
                            .beside(
                                    "db-scheduler, without history",
                                    seconds.get("db-scheduler").rateOf(ACTIONS))
                            .atLeast(2),
                    line(work, ours)
                            .beside(
                                    "plain JDBC, claim and complete by 500, 2 threads",
                                    seconds.get("plain JDBC").rateOf(ACTIONS))
                            .atLeast(0.4),
                    line(work, ours).beside("JobRunr", seconds.get("JobRunr").rateOf(JOBS_OF_JOBRUNR)),
                    line(work, ours)
                            .beside("Quartz, clustered", seconds.get("Quartz").rateOf(JOBS_OF_QUARTZ)));
        }
    }

    /** As many by either: the rounds that follow are too few to compile them. */
    private static void warmUp(BenchDatabase database, DbSchedulerPeer dbScheduler) throws Exception {
        for (int i = 0; i < WARM_UPS; i++) {
            warmUp(database, 1, 1);
            dbScheduler.schedule(ACTIONS_TO_WARM_UP);
            System.out.printf("  warm-up     %-40s %8.3f s%n", "db-scheduler", dbScheduler.runAll());
        }
    }

    /**
     * A server runs many before it is compiled. The more of them are there, the less of the machine each gets for it.
     *
     * @param nodes that share them
     */
    static void warmUp(BenchDatabase database, int nodes, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            insert(database, ACTIONS_TO_WARM_UP * nodes, "interval '0 seconds'");
            System.out.printf("  warm-up     %-40s %8.3f s%n", "Tocsin", seconds(database, ACTIONS_TO_WARM_UP * nodes));
        }
    }

    /** They fall due all at once, when the database has settled. */
    static double run(BenchDatabase database, int actions) throws SQLException {
        insert(database, actions, "interval '3 seconds'");
        database.settle();
        assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE due_at <= now()"))
                .as("due while the database settled")
                .isZero();
        return seconds(database, actions);
    }

    /** From the first claim, which is when its attempts have started, until what came of the last is committed. */
    private static double seconds(BenchDatabase database, int actions) throws SQLException {
        Instant end = whenDone(database, actions);
        assertThat(database.number("SELECT COUNT(*) FROM tocsin_attempt")).isEqualTo(actions);
        new Sql(database.url()).assertNoDeadlock();
        long start =
                database.number("SELECT (EXTRACT(EPOCH FROM MIN(started_at)) * 1000000)::bigint FROM tocsin_attempt");
        return (ChronoUnit.MICROS.between(Instant.EPOCH, end) - start) / 1e6;
    }

    /** Looks at one of them, which is claimed last, until it is done: to count all so often would take a part of the machine. */
    private static Instant whenDone(BenchDatabase database, int actions) throws SQLException {
        AtomicReference<Instant> looked = new AtomicReference<>();
        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            await().atMost(Duration.ofMinutes(2)).pollInterval(LOOK).until(() -> {
                looked.set(Instant.now());
                return done(statement, "id = " + (FIRST_ID + actions)) == 1 && done(statement, "TRUE") == actions;
            });
        }
        return looked.get();
    }

    private static long done(Statement statement, String which) throws SQLException {
        try (ResultSet result = statement.executeQuery(
                "SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'SUCCEEDED' AND " + which)) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void load(BenchDatabase database) throws SQLException {
        insert(database, ACTIONS, "interval '1 year'");
        database.settle();
    }

    /** Many, in an empty database. */
    static void fill(BenchDatabase database, int actions, String dueIn) throws Exception {
        database.fill(issues(actions, FIRST_ID), actions(actions, FIRST_ID, "nothing", "now() + " + dueIn));
    }

    /** So many, each of an issue of its own, and no others. The issues of the time before are used again. */
    private static void insert(BenchDatabase database, int actions, String dueIn) throws SQLException {
        if (database.number("SELECT COUNT(*) FROM tocsin_issue") == actions) {
            database.execute("TRUNCATE tocsin_issue_action CASCADE", "CHECKPOINT");
        } else {
            database.forgetIssues();
            database.execute(issues(actions, FIRST_ID));
        }
        database.execute(actions(actions, FIRST_ID, "nothing", "now() + " + dueIn));
    }

    /** @param dueAt of the i-th of them, whose id, and that of its issue, is i more than the first */
    static void insert(BenchDatabase database, int actions, int first, String function, String dueAt)
            throws SQLException {
        database.execute("BEGIN", issues(actions, first), actions(actions, first, function, dueAt), "COMMIT");
    }

    private static String issues(int count, int first) {
        return "INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed, created_at, opened_at,"
                + " last_seen_at, opened_by, fingerprint, revision) SELECT " + first + " + i, 'due ' || i,"
                + " 'OPEN', '{\"attempt\":' || i || '}', 1, FALSE, now(), now(), now(), 'code',"
                + " LPAD(i::text, 22, '0'), (SELECT revision FROM tocsin_responder_revision)"
                + " FROM generate_series(1, " + count + ") i";
    }

    private static String actions(int count, int first, String function, String dueAt) {
        return "INSERT INTO tocsin_issue_action (id, issue_id, responder_id, responder_action_id, pass, revision,"
                + " has_next, watch_pattern, target_function, function_kwargs, state, created_at, due_at,"
                + " attempts, tries_left, idempotency_key) SELECT " + first + " + i, " + first
                + " + i, 1, 1, 0, 1, FALSE, 'due', '" + function + "', '{}', 'PLANNED', now(), " + dueAt
                + ", 0, 8, i::text FROM generate_series(1, " + count + ") i";
    }

    private Result line(String work, Sample perSecond) {
        return Result.of(name(), work, Unit.PER_SECOND, perSecond);
    }
}
