package dev.tocsin.bench;

import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Two hundred actions fall due in a second, evenly, for some seconds: how late each starts. */
final class DueSpread {

    private static final int PER_SECOND = 200;
    private static final int SECONDS = 3;
    private static final int ACTIONS = PER_SECOND * SECONDS;
    private static final int FIRST_ID = 200_000_000;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final String THEIRS = " FROM tocsin_issue_action WHERE id > " + FIRST_ID;

    private final BenchDatabase database;
    private int used;

    /**
     * One of those that take turns.
     *
     * @param prepare makes it so, before a round of it
     */
    record Setting(String name, Side.Work prepare) {}

    /**
     * How late they started, in milliseconds, of each round.
     *
     * @param half what half of them took at the most
     * @param most what 99 of 100 took
     */
    record Lateness(Sample half, Sample most) {}

    DueSpread(BenchDatabase database) {
        this.database = database;
    }

    /** Some rounds of each in turn, and one before that warms up; beside what the database holds already. */
    Map<String, Lateness> inTurn(List<Setting> settings) throws Exception {
        Map<String, List<Double>> half = new LinkedHashMap<>();
        Map<String, List<Double>> most = new LinkedHashMap<>();
        for (int round = 0; round <= ROUNDS; round++) {
            for (Setting setting : settings) {
                setting.prepare().run();
                int first = spread();
                double inHalf = percentile(first, 0.5);
                double inMost = percentile(first, 0.99);
                System.out.printf(
                        "  %s: half within %.1f ms, 99 of 100 within %.1f ms%n", setting.name(), inHalf, inMost);
                if (round > 0) {
                    half.computeIfAbsent(setting.name(), none -> new ArrayList<>())
                            .add(inHalf);
                    most.computeIfAbsent(setting.name(), none -> new ArrayList<>())
                            .add(inMost);
                }
            }
        }
        Map<String, Lateness> all = new LinkedHashMap<>();
        half.forEach((name, values) -> all.put(name, new Lateness(new Sample(values), new Sample(most.get(name)))));
        return all;
    }

    /** @return the id before the first of them, when all have been run */
    private int spread() throws SQLException {
        int first = FIRST_ID + used;
        used += ACTIONS;
        DueActions.insert(
                database,
                ACTIONS,
                first,
                "stamp",
                "now() + interval '1 second' + i * interval '" + 1000 / PER_SECOND + " milliseconds'");
        await().atMost(Duration.ofSeconds(SECONDS + 30))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> database.number("SELECT COUNT(*)" + THEIRS + " AND state = 'SUCCEEDED'") == used);
        return first;
    }

    private double percentile(int first, double part) throws SQLException {
        return database.number("SELECT (1000 * percentile_cont(" + part + ") WITHIN GROUP (ORDER BY"
                        + " (details::json ->> 'started')::numeric - EXTRACT(EPOCH FROM due_at) * 1000))::bigint"
                        + THEIRS + " AND id > " + first)
                / 1000.0;
    }
}
