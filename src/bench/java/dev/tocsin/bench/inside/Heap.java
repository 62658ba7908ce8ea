package dev.tocsin.bench.inside;

import java.lang.management.ManagementFactory;

/** What is in use of the server's heap: not the garbage, so it is asked right after a collection. */
final class Heap {

    private static volatile long every = Long.MAX_VALUE;
    private static long most;

    private Heap() {}

    /** From now on, at each so manieth record. */
    static void lookEvery(long records) {
        every = records;
    }

    static void passed(long record) {
        if (record % every == 0) {
            look();
        }
    }

    private static synchronized void look() {
        System.gc();
        most = Math.max(
                most, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    /** The most that was seen since it was last asked, in bytes. */
    static synchronized long most() {
        look();
        long seen = most;
        most = 0;
        return seen;
    }
}
