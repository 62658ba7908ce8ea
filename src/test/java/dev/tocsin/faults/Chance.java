package dev.tocsin.faults;

import java.util.Random;

/** What is left to chance, so that it can be had again: {@code -Dtocsin.seed=} with the seed that was printed. */
final class Chance {

    private static final long SEED = Long.getLong("tocsin.seed", System.currentTimeMillis());

    private Chance() {}

    /** @param purpose so that tests which run in another order, or alone, still see the same */
    static Random of(String purpose) {
        System.out.println(purpose + ": the seed is " + SEED + "; to see this again, add -Dtocsin.seed=" + SEED);
        return new Random(SEED * 31 + purpose.hashCode());
    }
}
