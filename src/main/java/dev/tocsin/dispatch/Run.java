package dev.tocsin.dispatch;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

/** An action that this node is running. It ends once, whoever says so first. */
final class Run {

    private final ClaimedAction action;
    private final Instant deadline;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean slow;
    private Thread thread;

    Run(ClaimedAction action, Instant deadline) {
        this.action = action;
        this.deadline = deadline;
    }

    ClaimedAction action() {
        return action;
    }

    Instant deadline() {
        return deadline;
    }

    /** @return whether this call ended it */
    boolean end() {
        return ended.compareAndSet(false, true);
    }

    /**
     * Does it in this thread, if it has not ended before it began.
     *
     * <p>Not by cancelling the future that the server gives: that restores the context of the task in the
     * thread that cancels.
     */
    void perform(Runnable work) {
        synchronized (this) {
            if (ended.get()) {
                return;
            }
            thread = Thread.currentThread();
        }
        try {
            work.run();
        } finally {
            synchronized (this) {
                thread = null;
                // An interrupt that came too late is not for whatever this thread does next.
                Thread.interrupted();
            }
        }
    }

    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** @return whether it has just turned out to be slow: it started before that time */
    boolean becameSlow(Instant since) {
        if (slow || action.startedAt().isAfter(since)) {
            return false;
        }
        slow = true;
        return true;
    }

    boolean isSlow() {
        return slow;
    }
}
