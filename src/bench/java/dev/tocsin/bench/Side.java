package dev.tocsin.bench;

/**
 * One of those that take turns.
 *
 * @param prepare what has to be there before; its time does not count
 * @param measure does it, and tells the seconds that it took
 */
record Side(String name, Work prepare, Measure measure) {

    /** Anything that can go wrong. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** The seconds that something took. */
    @FunctionalInterface
    interface Measure {
        double seconds() throws Exception;
    }

    /** Timed from here. */
    static Measure timed(Work work) {
        return () -> {
            long start = System.nanoTime();
            work.run();
            return (System.nanoTime() - start) / 1e9;
        };
    }
}
