package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Server;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Two hundred actions fall due in a second: how late each starts, and what a second node is good for. */
final class DueLatency implements Case {

    private static final int PER_SECOND = 200;
    private static final int SECONDS = 15;
    private static final int ACTIONS = 20_000;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    @Override
    public String name() {
        return "due-latency";
    }

    @Override
    public List<Result> run() throws Exception {
        BenchDatabase database = new BenchDatabase();
        List<Result> results = new ArrayList<>();
        Sample alone;
        try (Server first = BenchServer.on(database).with("TOCSIN_SWEEP", "1s").ready()) {
            assertThat(first.isAlive()).isTrue();
            alone = rate(database);
            results.addAll(late(database, "one node"));
            try (Server second =
                    BenchServer.on(database).with("TOCSIN_SWEEP", "1s").ready()) {
                assertThat(second.isAlive()).isTrue();
                Sample together = rate(database);
                results.addAll(late(database, "two nodes"));
                results.add(Result.of(name(), "due actions run by two nodes", Unit.PER_SECOND, together)
                        .beside("one node", alone)
                        .atLeast(1));
            }
        }
        return results;
    }

    /** The first rounds warm up. */
    private static Sample rate(BenchDatabase database) throws SQLException {
        List<Double> seconds = new ArrayList<>();
        for (int round = -3; round < ROUNDS; round++) {
            database.forgetIssues();
            double took = DueActions.run(database, ACTIONS);
            if (round >= 0) {
                seconds.add(took);
            }
            System.out.printf("  %,d due actions %8.3f s%n", ACTIONS, took);
        }
        return new Sample(seconds).rateOf(ACTIONS);
    }

    private List<Result> late(BenchDatabase database, String nodes) throws SQLException {
        List<Double> half = new ArrayList<>();
        List<Double> most = new ArrayList<>();
        for (int round = -1; round < ROUNDS; round++) {
            database.forgetIssues();
            int actions = PER_SECOND * SECONDS;
            DueActions.insertSpread(
                    database,
                    actions,
                    "now() + interval '3 seconds' + i * interval '" + 1000 / PER_SECOND + " milliseconds'");
            await().atMost(Duration.ofSeconds(SECONDS + 30))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> database.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'SUCCEEDED'")
                            == actions);
            if (round >= 0) {
                half.add(percentile(database, 0.5));
                most.add(percentile(database, 0.99));
            }
            System.out.printf(
                    "  %s: half within %.1f ms, 99 of 100 within %.1f ms%n",
                    nodes, percentile(database, 0.5), percentile(database, 0.99));
        }
        String work = "due → started, 200/s, " + nodes;
        return List.of(
                Result.of(name(), work + ", half within", Unit.MILLISECONDS, new Sample(half))
                        .atMost(10),
                Result.of(name(), work + ", 99 of 100 within", Unit.MILLISECONDS, new Sample(most))
                        .atMost(50));
    }

    private static double percentile(BenchDatabase database, double part) throws SQLException {
        return database.number("SELECT (1000 * percentile_cont(" + part + ") WITHIN GROUP (ORDER BY"
                        + " (details::json ->> 'started')::numeric - EXTRACT(EPOCH FROM due_at) * 1000))::bigint"
                        + " FROM tocsin_issue_action")
                / 1000.0;
    }
}
