package dev.tocsin.dispatch;

import java.time.Instant;
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

    private final ClaimedAction action;
    private final Instant deadline;
    private final long closingsSeen;
    private State state = State.CLAIMED;
    private Thread thread;
    private volatile boolean slow;

    /** @param closingsSeen how many issues this node had closed when it asked for the action */
    Run(ClaimedAction action, Instant deadline, long closingsSeen) {
        this.action = action;
        this.deadline = deadline;
        this.closingsSeen = closingsSeen;
    }

    long closingsSeen() {
        return closingsSeen;
    }

    ClaimedAction action() {
        return action;
    }

    Instant deadline() {
        return deadline;
    }

    /** Keeps it from beginning, if it has not begun. */
    synchronized void hold() {
        move(State.CLAIMED, State.HELD);
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
     * @return whether it has begun; {@link #leave} has to be called then
     */
    synchronized boolean begin(Supplier<State> decide) {
        if (state != State.CLAIMED) {
            return false;
        }
        state = decide.get();
        thread = state == State.BEGUN ? Thread.currentThread() : null;
        return state == State.BEGUN;
    }

    /** The thread goes on to other things: an interrupt that came too late is not for them. */
    synchronized void leave() {
        thread = null;
        Thread.interrupted();
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
