package dev.tocsin.platform;

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

    /** @return whether the caller is the one who has to see that {@link #runClaimed()} is called */
    public boolean claim() {
        return asked.getAndIncrement() == 0;
    }

    public void runClaimed() {
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
    public void abandon() {
        asked.set(0);
    }
}
