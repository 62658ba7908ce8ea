package dev.tocsin.dispatch;

import java.time.Instant;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** An action that this node is running. It ends once, whoever says so first. */
final class Run {

    private final ClaimedAction action;
    private final Instant deadline;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile boolean slow;
    private volatile boolean interrupted;
    private volatile Future<?> thread;

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

    void startedBy(Future<?> future) {
        thread = future;
        if (interrupted) {
            future.cancel(true);
        }
    }

    void interrupt() {
        interrupted = true;
        Future<?> future = thread;
        if (future != null) {
            future.cancel(true);
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
