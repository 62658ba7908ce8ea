package dev.tocsin.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sides in turn, A B A B: what slows the machine down for a while slows both. */
final class Turns {

    /** A server is still being compiled for so long, and longer the less of the machine it gets. */
    private static final long WARM_UP_SECONDS = Long.getLong("bench.warm-up", 20);

    private static final int LEAST_WARM_UP = 2;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);

    private Turns() {}

    /** @return the seconds of each side, without those of the rounds that only warm up */
    static Map<String, Sample> of(List<Side> sides) throws Exception {
        return of(sides, LEAST_WARM_UP, 0, ROUNDS);
    }

    /** The same, of sides each of which has to be at work for so long before it is as fast as it gets. */
    static Map<String, Sample> ofSlowToWarm(List<Side> sides, double secondsOfEach) throws Exception {
        return of(sides, LEAST_WARM_UP, secondsOfEach, ROUNDS);
    }

    /** The same, of sides that have been at work before. */
    static Map<String, Sample> ofWarm(List<Side> sides) throws Exception {
        return of(sides, 1, 0, ROUNDS);
    }

    /** The same, of those that also differ by less than a side does from round to round. */
    static Map<String, Sample> ofWarmAndAlike(List<Side> sides) throws Exception {
        return of(sides, 1, 0, 2 * ROUNDS);
    }

    private static Map<String, Sample> of(List<Side> sides, int leastWarmUp, double secondsOfEach, int rounds)
            throws Exception {
        Map<String, List<Double>> warmUp = new LinkedHashMap<>();
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        long start = System.nanoTime();
        for (int i = 1;
                i <= leastWarmUp
                        || System.nanoTime() - start < WARM_UP_SECONDS * 1e9
                        || shortest(warmUp) < secondsOfEach;
                i++) {
            round("warm-up " + i, sides, warmUp);
        }
        for (int i = 1; i <= rounds; i++) {
            round("round " + i, sides, seconds);
        }
        Map<String, Sample> samples = new LinkedHashMap<>();
        seconds.forEach((side, values) -> samples.put(side, new Sample(values)));
        return samples;
    }

    /** How long the side was at work that was so for the shortest time. */
    private static double shortest(Map<String, List<Double>> seconds) {
        return seconds.values().stream()
                .mapToDouble(
                        side -> side.stream().mapToDouble(Double::doubleValue).sum())
                .min()
                .orElse(0);
    }

    private static void round(String title, List<Side> sides, Map<String, List<Double>> seconds) throws Exception {
        for (Side side : sides) {
            side.prepare().run();
            double took = side.measure().seconds();
            System.out.printf("  %-11s %-40s %8.3f s%n", title, side.name(), took);
            seconds.computeIfAbsent(side.name(), none -> new ArrayList<>()).add(took);
        }
    }
}
