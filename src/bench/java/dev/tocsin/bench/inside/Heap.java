package dev.tocsin.bench.inside;

import java.lang.management.ManagementFactory;

/** What is in use of the server's heap: not the garbage, so it is asked right after a collection. */
final class Heap {

    private static long most;

    private Heap() {}

    static synchronized void look() {
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
