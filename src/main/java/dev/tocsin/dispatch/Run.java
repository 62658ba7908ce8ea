package dev.tocsin.dispatch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * An action that this node has claimed: it begins, unless the issue is closed before; and it ends once,
 * whoever says so first.
 */
final class Run {

    /** How far it is. */
    enum State {
        CLAIMED,
        /** A transaction that has not ended yet closes its issue. */
        HELD,
        /** Its issue is closed: it will not begin. */
        WITHDRAWN,
        BEGUN,
        ENDED
    }

    /** A database that answers more slowly than that is not to keep everything from beginning. */
    private static final int MOST_DECISIONS = 3;

    private static final Duration REACHED_SOON = Duration.ofMillis(100);

    private final ClaimedAction action;
    private final Duration timeout;
    private long closingsSeen;
    private long lookedAt;
    private boolean knownClosed;
    private State state = State.CLAIMED;
    private Thread thread;
    private Instant begunAt;
    private long begunNanos;
    private boolean reached;
    private volatile long leasedAt;
    private volatile boolean slow;
    private volatile boolean beginning;

    /**
     * @param timeout how long it may take once it has begun
     * @param closingsSeen how many issues this node had closed when it asked for the action
     * @param askedAt when that was, as {@link StillOpen#now} told it
     */
    Run(ClaimedAction action, Duration timeout, long closingsSeen, long askedAt) {
        this.action = action;
        this.timeout = timeout;
        this.closingsSeen = closingsSeen;
        this.lookedAt = askedAt;
        this.leasedAt = askedAt;
    }

    /** Its lease was renewed, not before that time. It does not wait for one that is beginning: those of others are renewed next. */
    void renewed(long at) {
        if (at - leasedAt > 0) {
            leasedAt = at;
        }
    }

    /** Whether its lease was last renewed before that time, so that another node may take it over, and it has not ended. */
    synchronized boolean isLeasedBefore(long time) {
        return state != State.ENDED && leasedAt - time < 0;
    }

    /** How many issues this node had closed when it was last looked whether this one is. */
    synchronized long closingsSeen() {
        return closingsSeen;
    }

    /** When that was. */
    synchronized long lookedAt() {
        return lookedAt;
    }

    synchronized boolean isKnownClosed() {
        return knownClosed;
    }

    /** It was looked whether its issue is open, not before that time. */
    synchronized void looked(boolean open, long closings, long at) {
        knownClosed = !open;
        closingsSeen = closings;
        lookedAt = at;
    }

    /** Whether it was claimed before that time, and still has not begun. */
    synchronized boolean isWaitingSince(Instant time) {
        return state == State.CLAIMED && action.startedAt().isBefore(time);
    }

    /** @return whether it had not begun, and will not */
    synchronized boolean withdraw() {
        return move(State.CLAIMED, State.ENDED) || move(State.HELD, State.ENDED);
    }

    ClaimedAction action() {
        return action;
    }

    /** Whether it has begun, and should have ended, whatever became of the clock meanwhile. */
    synchronized boolean isOverdue() {
        return state == State.BEGUN && System.nanoTime() - begunNanos > timeout.toNanos();
    }

    /**
     * Keeps it from beginning, if it has not begun. If it has, waits until its action's own code is reached,
     * which is a matter of microseconds unless the machine is busy: who closes the issue does not commit in
     * between.
     */
    synchronized void hold() {
        move(State.CLAIMED, State.HELD);
        long until = System.nanoTime() + REACHED_SOON.toNanos();
        try {
            while (state == State.BEGUN && !reached && System.nanoTime() < until) {
                wait(1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The action's own code is next. */
    synchronized void reach() {
        reached = true;
        notifyAll();
    }

    /** @return whether it was held, and has to be performed now */
    synchronized boolean release() {
        return move(State.HELD, State.CLAIMED);
    }

    /** @return whether it was held, and is not to be performed any more */
    synchronized boolean drop() {
        return move(State.HELD, State.ENDED);
    }

    /** @return whether this call ended it */
    synchronized boolean end() {
        boolean ends = state != State.ENDED;
        state = State.ENDED;
        return ends;
    }

    /** Its time is over, whatever its thread still does. @return whether this call ended it */
    synchronized boolean timeOut() {
        boolean ends = end();
        slow = slow && !ends;
        return ends;
    }

    private boolean move(State from, State to) {
        if (state != from) {
            return false;
        }
        state = to;
        return true;
    }

    /**
     * Lets it begin in this thread, or not: nobody can hold it while that is decided.
     *
     * @param decide tells {@link State#BEGUN}, {@link State#HELD} or {@link State#WITHDRAWN}
     * @param isStillSo whether nothing can have become of that until it was noted when it begins; if something can, it is
     *     decided anew, a few times
     * @return whether it has begun; {@link #leave} has to be called then
     */
    synchronized boolean begin(Supplier<State> decide, BooleanSupplier isStillSo, Clock clock) {
        if (state != State.CLAIMED) {
            return false;
        }
        beginning = true;
        try {
            int decisions = 0;
            State decided;
            do {
                decided = decide.get();
                begunAt = clock.instant();
                decisions++;
            } while (decided == State.BEGUN && decisions < MOST_DECISIONS && !isStillSo.getAsBoolean());
            // Not before: where it cannot be decided once more, it has not begun.
            state = decided;
        } finally {
            beginning = false;
        }
        begunNanos = System.nanoTime();
        thread = state == State.BEGUN ? Thread.currentThread() : null;
        return state == State.BEGUN;
    }

    /** Whether that is being decided just now, for which the database may have to be asked: who must not wait for it passes by. */
    boolean isBeginning() {
        return beginning;
    }

    /** When that was decided. Whoever closes the issue commits after it. */
    synchronized Instant begunAt() {
        return begunAt;
    }

    /** The thread goes on to other things: an interrupt that came too late is not for them. */
    synchronized void leave() {
        thread = null;
        Thread.interrupted();
    }

    /** Whether no thread has it, or has it any more. */
    synchronized boolean hasLeft() {
        return thread == null;
    }

    synchronized boolean isWithdrawn() {
        return state == State.WITHDRAWN;
    }

    /**
     * Interrupts the thread itself, rather than by the future that the server gives: cancelling that
     * restores the context of the task in the thread that cancels.
     */
    synchronized void interrupt() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    /** @return whether it has just turned out to be slow: it was claimed before that time */
    synchronized boolean becameSlow(Instant since) {
        if (slow || state == State.ENDED || action.startedAt().isAfter(since)) {
            return false;
        }
        slow = true;
        return true;
    }

    boolean isSlow() {
        return slow;
    }
}
