package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Server;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Two hundred actions fall due in a second: how late each starts, and what a second node is good for. */
final class DueLatency implements Case {

    private static final int ACTIONS = 20_000;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    @Override
    public String name() {
        return "due-latency";
    }

    /** Both first, so that the one is as well compiled alone as together. */
    @Override
    public List<Result> run() throws Exception {
        BenchDatabase database = BenchServer.shared().database();
        List<Result> results = new ArrayList<>();
        Sample together;
        List<Result> lateTogether;
        try (Server second = BenchServer.on(database).with("TOCSIN_SWEEP", "1s").ready()) {
            DueActions.warmUp(database, 2);
            together = rate(database, 1);
            lateTogether = late(database, "two nodes", 1);
            assertThat(second.isAlive()).isTrue();
            assertThat(database.number("SELECT COUNT(DISTINCT node) FROM tocsin_attempt"))
                    .as("nodes that ran actions")
                    .isEqualTo(2);
        }
        Sample alone = rate(database, 0);
        results.addAll(late(database, "one node", 0));
        results.addAll(lateTogether);
        results.add(Result.of(name(), "due actions run by two nodes", Unit.PER_SECOND, together)
                .beside("one node", alone)
                .atLeast(1));
        return results;
    }

    private static Sample rate(BenchDatabase database, int warmUps) throws SQLException {
        List<Double> seconds = new ArrayList<>();
        for (int round = -warmUps; round < ROUNDS; round++) {
            double took = DueActions.run(database, ACTIONS);
            if (round >= 0) {
                seconds.add(took);
            }
            System.out.printf("  %,d due actions %8.3f s%n", ACTIONS, took);
        }
        return new Sample(seconds).rateOf(ACTIONS);
    }

    private List<Result> late(BenchDatabase database, String nodes, int warmUps) throws SQLException {
        database.forgetIssues();
        DueSpread.Lateness late = new DueSpread(database).measured(nodes, warmUps);
        String work = "due → started, 200/s, " + nodes;
        return List.of(
                Result.of(name(), work + ", half within", Unit.MILLISECONDS, late.half())
                        .atMost(10),
                Result.of(name(), work + ", 99 of 100 within", Unit.MILLISECONDS, late.most())
                        .atMost(50));
    }
}
