package dev.tocsin.dispatch;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** The issues that transactions of this node are closing at this moment, and whether there have been others. */
final class Closings {

    private final Map<Long, Integer> underWay = new ConcurrentHashMap<>();
    private final AtomicLong count = new AtomicLong();

    /** A transaction is about to close that issue. */
    void begin(long issueId) {
        underWay.merge(issueId, 1, Integer::sum);
        count.incrementAndGet();
    }

    /** That transaction has ended. Counted first, so that who no longer sees it under way sees the count. */
    void end(long issueId) {
        count.incrementAndGet();
        underWay.computeIfPresent(issueId, (id, times) -> times > 1 ? times - 1 : null);
    }

    boolean isClosing(long issueId) {
        return underWay.containsKey(issueId);
    }

    /** Rises with each beginning and each end: if it is the same later, none began or ended in between. */
    long count() {
        return count.get();
    }
}
