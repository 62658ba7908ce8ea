package dev.tocsin.assertion;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Work that is done in a thread of its own, and given up when one of its parts takes too long: its thread
 * is interrupted, and nobody waits for it any more.
 */
final class TimedCall<T> {

    /** Told by the work when it begins its next part. */
    static final class Parts {
        private volatile long since = System.nanoTime();
        private volatile Object current;
        private volatile boolean givenUp;

        void next(Object part) {
            current = part;
            since = System.nanoTime();
        }

        /** The part that was begun last; null if none was. */
        Object current() {
            return current;
        }

        boolean isGivenUp() {
            return givenUp;
        }
    }

    /** It took too long. */
    static final class TookTooLong extends Exception {
        TookTooLong(Duration limit) {
            super("did not end within " + dev.tocsin.platform.DurationText.of(limit) + ", and was interrupted");
        }
    }

    private final CountDownLatch ended = new CountDownLatch(1);
    private final Callable<T> work;
    private Thread thread;
    private boolean givenUp;
    private T result;
    private Throwable failure;

    private TimedCall(Callable<T> work) {
        this.work = work;
    }

    /**
     * @param parts what the limit counts from; the work tells it of each part
     * @throws TookTooLong if it was given up
     */
    static <T> T call(Executor executor, Duration limit, Parts parts, Callable<T> work) throws Exception {
        TimedCall<T> call = new TimedCall<>(work);
        parts.next(null);
        executor.execute(() -> {
            parts.next(null);
            call.run();
        });
        while (!call.ended.await(remaining(limit, parts), TimeUnit.NANOSECONDS)) {
            if (remaining(limit, parts) <= 0 && call.giveUp()) {
                parts.givenUp = true;
                throw new TookTooLong(limit);
            }
        }
        return call.outcome();
    }

    private static long remaining(Duration limit, Parts parts) {
        return parts.since + limit.toNanos() - System.nanoTime();
    }

    private void run() {
        synchronized (this) {
            if (givenUp) {
                return;
            }
            thread = Thread.currentThread();
        }
        T value = null;
        Throwable thrown = null;
        try {
            value = work.call();
        } catch (Throwable e) {
            thrown = e;
        }
        synchronized (this) {
            thread = null;
            result = value;
            failure = thrown;
            if (givenUp) {
                // Not for whatever this thread does next.
                Thread.interrupted();
            }
        }
        ended.countDown();
    }

    /** @return whether it had not ended */
    private synchronized boolean giveUp() {
        if (ended.getCount() == 0 || result != null || failure != null) {
            return false;
        }
        givenUp = true;
        if (thread != null) {
            thread.interrupt();
        }
        return true;
    }

    private synchronized T outcome() throws Exception {
        if (failure instanceof Exception exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return result;
    }
}
