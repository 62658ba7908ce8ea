package dev.tocsin.bench.inside;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.util.Objects;

/** What a collection has left in use of the server's heap: nothing of what other threads made since. */
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
                most,
                ManagementFactory.getMemoryPoolMXBeans().stream()
                        .filter(pool -> pool.getType() == MemoryType.HEAP)
                        .map(MemoryPoolMXBean::getCollectionUsage)
                        .filter(Objects::nonNull)
                        .mapToLong(MemoryUsage::getUsed)
                        .sum());
    }

    /** The most that was seen since it was last asked, in bytes. */
    static synchronized long most() {
        look();
        long seen = most;
        most = 0;
        return seen;
    }
}
