package dev.tocsin.platform;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that any number of threads may ask for, that one of them does at a time, and that is done once
 * more if anyone asked meanwhile.
 */
public final class Coalesced {

    private final Runnable work;
    private final AtomicInteger asked = new AtomicInteger();

    public Coalesced(Runnable work) {
        this.work = work;
    }

    /** Does it in this thread, unless another is at it, which then does it again. */
    public void run() {
        if (claim()) {
            runClaimed();
        }
    }

    /**
     * Does it in a thread of that executor, unless another is at it. If there is no thread to be had, whoever asks next is
     * heard.
     *
     * @throws java.util.concurrent.RejectedExecutionException if the executor takes no more
     */
    public void runIn(Executor executor) {
        if (claim()) {
            try {
                executor.execute(this::runClaimed);
            } catch (RuntimeException | Error e) {
                abandon();
                throw e;
            }
        }
    }

    /** @return whether the caller is the one who has to see that {@link #runClaimed()} is called */
    boolean claim() {
        return asked.getAndIncrement() == 0;
    }

    void runClaimed() {
        int seen;
        do {
            seen = asked.get();
            try {
                work.run();
            } catch (RuntimeException | Error e) {
                // Whoever asks next is to be heard.
                asked.set(0);
                throw e;
            }
        } while (asked.addAndGet(-seen) != 0);
    }

    /** Whether it is being done, or about to be. */
    public boolean isWanted() {
        return asked.get() != 0;
    }

    /** Whoever claimed it cannot do it. */
    void abandon() {
        asked.set(0);
    }
}
