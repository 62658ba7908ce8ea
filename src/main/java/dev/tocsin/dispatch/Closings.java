package dev.tocsin.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The issues that transactions of this node are closing at this moment, and how many that have been. */
final class Closings {

    private final Map<Long, Integer> underWay = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** A transaction is about to close that issue. */
    void begin(long issueId) {
        underWay.merge(issueId, 1, Integer::sum);
        count.incrementAndGet();
    }

    /** That transaction has ended. */
    void end(long issueId) {
        underWay.computeIfPresent(issueId, (id, times) -> times > 1 ? times - 1 : null);
    }

    boolean isClosing(long issueId) {
        return underWay.containsKey(issueId);
    }

    /** How many there have been: if it is the same later, none began in between. */
    long count() {
        return count.get();
    }
}
