package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The pages that are open all day, in a large database: whole pages, as a browser gets them. */
final class ReadPages implements Case {

    private static final int ISSUES = 1_000_000;
    private static final int ACTIONS_EACH = 5;
    private static final int REQUESTS = 100;
    private static final int WARM_UP = 150;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int FIRST_ID = 10_000_000;
    private static final int NAMES = 10_000;
    private static final double MOST_MILLIS = 50;
    private static final double MOST_MILLIS_OF_HALF = 10;
    private static final Duration BETWEEN_PAGES = Duration.ofMillis(100);

    /** Of an issue or a name: none is asked for twice soon, and those that are open are among them. */
    private static final int STEP = 7_919;

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public String name() {
        return "pages";
    }

    @Override
    public List<Result> run() throws Exception {
        BenchServer server = BenchServer.shared();
        BenchDatabase database = server.database();
        try {
            load(database);
            Api admin = server.api().signedIn("admin", Server.PASSWORD);
            Map<String, IntFunction<String>> pages = new LinkedHashMap<>();
            pages.put("issues, the first page", i -> "/tocsin/issues.xhtml");
            pages.put("issues, all, oldest first", i -> "/tocsin/issues.xhtml?status=all&order=oldest");
            pages.put("issues of a name", i -> "/tocsin/issues.xhtml?status=all&name=issue+" + i % NAMES);
            pages.put("an issue", i -> "/tocsin/issue.xhtml?id=" + (FIRST_ID + i % ISSUES));
            pages.put("the queue of actions", i -> "/tocsin/actions.xhtml");
            pages.put("the dashboard", i -> "/tocsin/index.xhtml");
            Runnable readAll = () -> pages.values().forEach(page -> read(admin, page));
            IntStream.range(0, WARM_UP).parallel().forEach(i -> readAll.run());
            List<Result> results = new ArrayList<>();
            pages.forEach((what, page) -> results.add(
                    Result.of(name(), what + ", 99 of 100 within", Unit.MILLISECONDS, slowest(admin, what, page))
                            .atMost(MOST_MILLIS)));
            List<IntFunction<String>> all = List.copyOf(pages.values());
            AtomicInteger next = new AtomicInteger();
            results.addAll(dispatcherMeanwhile(
                    database, () -> read(admin, all.get(next.getAndIncrement() % all.size()))));
            return results;
        } finally {
            database.forgetIssues();
        }
    }

    /** What falls due meanwhile is in time; and as punctual as when nobody reads, or else that is said. */
    private List<Result> dispatcherMeanwhile(BenchDatabase database, Runnable readNext) throws Exception {
        String nobody = "nobody reads pages";
        String some = "ten pages a second are read";
        String one = "one reads pages";
        Map<String, DueSpread.Lateness> late;
        try (Reader reader = new Reader(readNext)) {
            late = new DueSpread(database)
                    .inTurn(List.of(
                            new DueSpread.Setting(nobody, reader::rest),
                            new DueSpread.Setting(some, () -> reader.read(BETWEEN_PAGES)),
                            new DueSpread.Setting(one, () -> reader.read(Duration.ZERO))));
            reader.rest();
        }
        List<Result> results = new ArrayList<>();
        results.addAll(inTime("while ten pages a second are read, ", late.get(some), nobody, late.get(nobody)));
        results.addAll(inTime("while one reads pages without a pause, ", late.get(one), nobody, late.get(nobody)));
        return results;
    }

    private List<Result> inTime(
            String meanwhile, DueSpread.Lateness late, String beside, DueSpread.Lateness undisturbed) {
        String work = "due → started, 200/s, " + meanwhile;
        Result half = Result.of(name(), work + "half within", Unit.MILLISECONDS, late.half());
        Result most = Result.of(name(), work + "99 of 100 within", Unit.MILLISECONDS, late.most());
        return List.of(
                half.atMost(MOST_MILLIS_OF_HALF),
                most.atMost(MOST_MILLIS),
                half.beside(beside, undisturbed.half()).atLeast(0.9),
                most.beside(beside, undisturbed.most()).atLeast(0.9));
    }

    /** One who reads one page after the other. */
    private static final class Reader implements AutoCloseable {

        private final ExecutorService thread = Executors.newSingleThreadExecutor();
        private final Runnable readNext;
        private volatile boolean reads;
        private Future<?> reading;

        Reader(Runnable readNext) {
            this.readNext = readNext;
        }

        /** @param each how long a page takes with the pause after it; as long as it takes, if that is longer */
        void read(Duration each) throws Exception {
            rest();
            reads = true;
            reading = thread.submit(() -> {
                long next = System.nanoTime();
                while (reads) {
                    readNext.run();
                    // What took too long is not made up for by reading faster.
                    next = Math.max(next + each.toNanos(), System.nanoTime());
                    LockSupport.parkNanos(next - System.nanoTime());
                }
            });
        }

        void rest() throws Exception {
            reads = false;
            if (reading != null) {
                reading.get();
                reading = null;
            }
        }

        @Override
        public void close() {
            reads = false;
            thread.shutdown();
        }
    }

    /** Of each round, what 99 of 100 requests took at the most. */
    private Sample slowest(Api api, String what, IntFunction<String> page) {
        double[] rounds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            double[] millis = new double[REQUESTS];
            for (int i = 0; i < REQUESTS; i++) {
                long start = System.nanoTime();
                read(api, page);
                millis[i] = (System.nanoTime() - start) / 1e6;
            }
            Arrays.sort(millis);
            rounds[round] = millis[REQUESTS * 99 / 100 - 1];
            System.out.printf("  %-50s %8.1f ms%n", what, rounds[round]);
        }
        return Sample.of(rounds);
    }

    private void read(Api api, IntFunction<String> page) {
        String address = page.apply(turn.addAndGet(STEP) & Integer.MAX_VALUE);
        assertThat(api.get(address).expecting(200).body()).contains("</html>");
    }

    /** One of ten is open; each has five actions, of which one is still to come where it is open. */
    private static void load(BenchDatabase database) throws Exception {
        int half = ISSUES / 2;
        database.fill(
                "INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed, created_at, opened_at,"
                        + " last_seen_at, resolved_at, opened_by, fingerprint, revision)"
                        + " SELECT " + FIRST_ID + " + i, 'issue ' || i % 10000, CASE WHEN i % 10 = 0 THEN 'OPEN' ELSE"
                        + " 'RESOLVED' END, '{\"host\":\"web-' || i % 1000 || '\",\"attempt\":' || i || '}', 1, FALSE,"
                        + " t, t, t, CASE WHEN i % 10 = 0 THEN NULL ELSE t END, 'code', LPAD(i::text, 22, '0'),"
                        + " (SELECT revision FROM tocsin_responder_revision) FROM (SELECT i, now() - i * interval"
                        + " '1 second' AS t FROM generate_series(0, " + (ISSUES - 1) + ") i) numbered",
                actions(0, half - 1),
                actions(half, ISSUES - 1));
    }

    private static String actions(int firstIssue, int lastIssue) {
        return "INSERT INTO tocsin_issue_action (id, issue_id, responder_id, responder_action_id, pass, revision,"
                + " has_next, watch_pattern, target_function, function_kwargs, state, created_at, due_at,"
                + " started_at, executed_at, success, attempts, tries_left, idempotency_key)"
                + " SELECT " + FIRST_ID + " + i * " + ACTIONS_EACH + " + n, " + FIRST_ID
                + " + i, 1, 1 + n, 0, 1,"
                + " FALSE, 'issue .*', 'nothing', '{}', CASE WHEN i % 10 = 0 AND n = 0 THEN 'PLANNED' WHEN"
                + " i % 100 = 1 AND n = 1 THEN 'FAILED' ELSE 'SUCCEEDED' END, t, CASE WHEN i % 10 = 0 AND n = 0"
                + " THEN now() + interval '1 day' ELSE t END, CASE WHEN i % 10 = 0 AND n = 0 THEN NULL ELSE t"
                + " END, CASE WHEN i % 10 = 0 AND n = 0 THEN NULL ELSE t END, CASE WHEN i % 10 = 0 AND n = 0"
                + " THEN NULL ELSE NOT (i % 100 = 1 AND n = 1) END, 1, 7, i || '.' || n"
                + " FROM (SELECT i, n, now() - i * interval '1 second' AS t FROM generate_series("
                + firstIssue + ", " + lastIssue + ") i, generate_series(0, " + (ACTIONS_EACH - 1)
                + ") n) numbered";
    }
}
