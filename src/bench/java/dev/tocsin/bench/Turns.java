package dev.tocsin.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sides in turn, A B A B: what slows the machine down for a while slows both. */
final class Turns {

    private static final int WARM_UP = 3;
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 5);

    private Turns() {}

    /** @return the seconds of each side, without those of the rounds that only warm up */
    static Map<String, Sample> of(List<Side> sides) throws Exception {
        Map<String, List<Double>> seconds = new LinkedHashMap<>();
        for (int round = 1; round <= WARM_UP + ROUNDS; round++) {
            for (Side side : sides) {
                side.prepare().run();
                double took = side.measure().seconds();
                System.out.printf("  %-11s %-40s %8.3f s%n", title(round), side.name(), took);
                if (round > WARM_UP) {
                    seconds.computeIfAbsent(side.name(), none -> new ArrayList<>())
                            .add(took);
                }
            }
        }
        Map<String, Sample> samples = new LinkedHashMap<>();
        seconds.forEach((side, values) -> samples.put(side, new Sample(values)));
        return samples;
    }

    private static String title(int round) {
        return round <= WARM_UP ? "warm-up " + round : "round " + (round - WARM_UP);
    }
}
