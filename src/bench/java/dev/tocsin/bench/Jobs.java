package dev.tocsin.bench;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** So many jobs of a peer, all due: the time from when the first is run until the last is. */
final class Jobs {

    private static final long LONGEST_MINUTES = 5;

    private final CountDownLatch left;
    private final AtomicLong first = new AtomicLong();
    private volatile long last;

    Jobs(int count) {
        left = new CountDownLatch(count);
    }

    /** One is run. */
    void run() {
        long now = System.nanoTime();
        first.compareAndSet(0, now);
        last = now;
        left.countDown();
    }

    /** Waits for the last. How long a peer takes until it looks for the first time, it is not charged for. */
    double seconds() throws InterruptedException, TimeoutException {
        if (!left.await(LONGEST_MINUTES, TimeUnit.MINUTES)) {
            throw new TimeoutException(left.getCount() + " jobs were not run within " + LONGEST_MINUTES + " minutes");
        }
        return (last - first.get()) / 1e9;
    }
}
