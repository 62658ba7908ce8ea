package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Server;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Two hundred actions fall due in a second: how late each starts, and what a second node is good for. */
final class DueLatency implements Case {

    private static final int ACTIONS = 20_000;
    private static final int LOOKS = 50;
    private static final int WARM_UPS = 8;
    private static final String BOTH = "two nodes";
    private static final String ONE = "one of them";

    @Override
    public String name() {
        return "due-latency";
    }

    /** The one takes turns with both, so that it is as well compiled alone as together. */
    @Override
    public List<Result> run() throws Exception {
        BenchDatabase database = BenchServer.shared().database();
        List<Result> results = new ArrayList<>();
        Map<String, Sample> seconds;
        try (Server second = BenchServer.on(database).with("TOCSIN_SWEEP", "1s").ready()) {
            Side.Work alone = () -> freeze(second, database);
            DueActions.warmUp(database, 2, WARM_UPS);
            seconds = Turns.ofWarmAndAlike(List.of(
                    new Side(BOTH, second::thaw, () -> runBy(2, database)),
                    new Side(ONE, alone, () -> runBy(1, database))));
            second.thaw();
            database.forgetIssues();
            Map<String, DueSpread.Lateness> late = new DueSpread(database)
                    .inTurn(List.of(
                            new DueSpread.Setting("one node", alone),
                            new DueSpread.Setting("two nodes", second::thaw)));
            late.forEach((nodes, one) -> results.addAll(late(nodes, one)));
        }
        results.add(Result.of(
                        name(),
                        "due actions run by two nodes",
                        Unit.PER_SECOND,
                        seconds.get(BOTH).rateOf(ACTIONS))
                .beside("one node", seconds.get(ONE).rateOf(ACTIONS))
                .atLeast(1));
        return results;
    }

    private static double runBy(int nodes, BenchDatabase database) throws SQLException {
        double seconds = DueActions.run(database, ACTIONS);
        assertThat(database.number("SELECT COUNT(DISTINCT node) FROM tocsin_attempt"))
                .as("nodes that ran actions")
                .isEqualTo(nodes);
        return seconds;
    }

    /** Not while it is in a transaction, for whose end others would wait. */
    private static void freeze(Server node, BenchDatabase database) throws SQLException {
        node.freeze();
        while (!isQuiet(database)) {
            node.thaw();
            node.freeze();
        }
    }

    /** Whether nobody is in a transaction, at one look at least: what goes on has ended by the next. */
    private static boolean isQuiet(BenchDatabase database) throws SQLException {
        for (int look = 0; look < LOOKS; look++) {
            if (database.number("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"
                            + " AND backend_type = 'client backend' AND xact_start IS NOT NULL"
                            + " AND pid <> pg_backend_pid()")
                    == 0) {
                return true;
            }
        }
        return false;
    }

    private List<Result> late(String nodes, DueSpread.Lateness late) {
        String work = "due → started, 200/s, " + nodes;
        return List.of(
                Result.of(name(), work + ", half within", Unit.MILLISECONDS, late.half())
                        .atMost(10),
                Result.of(name(), work + ", 99 of 100 within", Unit.MILLISECONDS, late.most())
                        .atMost(50));
    }
}
