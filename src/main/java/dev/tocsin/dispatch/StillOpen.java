package dev.tocsin.dispatch;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether what was claimed may begin: nothing does once its issue has been closed. What this node is closing holds
 * it back; whether one was closed between the claim and now, here or on another node, has to be looked up. For a moment after
 * it was claimed, or looked up, nothing has to be: who closes it on another node waits for as long.
 */
@ApplicationScoped
class StillOpen {

    /** An action that begins so soon after it was claimed need not look whether another node closed its issue. */
    static final Duration AT_ONCE = Duration.ofMillis(10);

    /** As long as another node may begin what it has just claimed without looking, and as long again for it to get there. */
    static final Duration CLOSING_WAITS = AT_ONCE.multipliedBy(2);

    private final Closings closings = new Closings();
    private final Object looking = new Object();

    private ActionQueue queue;
    private LongSupplier nanos;

    /** For the container's proxy. */
    protected StillOpen() {}

    @Inject
    StillOpen(ActionQueue queue) {
        this(queue, System::nanoTime);
    }

    /** @param nanos which no clock that is set moves */
    StillOpen(ActionQueue queue, LongSupplier nanos) {
        this.queue = queue;
        this.nanos = nanos;
    }

    /** What time it is for {@link Run}. */
    long now() {
        return nanos.getAsLong();
    }

    /** A transaction of this node is about to close that issue. */
    void closing(long issueId) {
        closings.begin(issueId);
    }

    /** That transaction has ended. */
    void closingEnded(long issueId) {
        closings.end(issueId);
    }

    /** How many issues this node has closed: a claim that was asked for after that has seen them. */
    long closings() {
        return closings.count();
    }

    /**
     * Looks up whether its issue is open, if it has waited for a thread; and those of others that do, by the same query.
     *
     * @param others asked only if there is something to be looked up
     */
    void look(Run run, Supplier<List<Run>> others) {
        if (isSure(run)) {
            return;
        }
        synchronized (looking) {
            if (isSure(run)) {
                return;
            }
            List<Run> some = new ArrayList<>(others.get());
            some.add(run);
            look(some);
        }
    }

    private void look(List<Run> some) {
        long seen = closings.count();
        long now = now();
        Set<Long> open = queue.openAmong(
                some.stream().map(one -> one.action().issueId()).distinct().toList());
        some.forEach(one -> one.looked(open.contains(one.action().issueId()), seen, now));
    }

    /** For {@link Run#begin}, which no closing of this node can come between. */
    Run.State decide(Run run) {
        if (closings.isClosing(run.action().issueId())) {
            return Run.State.HELD;
        }
        if (!isSure(run)) {
            look(List.of(run));
        }
        return run.isKnownClosed() ? Run.State.WITHDRAWN : Run.State.BEGUN;
    }

    /**
     * Whether nobody has closed its issue until now, wherever: who does waits that long. If not, this thread has stood still,
     * or the database is slow.
     */
    boolean isStillSure(Run run) {
        return now() - run.lookedAt() <= CLOSING_WAITS.toNanos();
    }

    /** What was known of its issue a moment ago is still so, on this node. */
    private boolean isSure(Run run) {
        return run.isKnownClosed()
                || closings.count() == run.closingsSeen() && now() - run.lookedAt() <= AT_ONCE.toNanos();
    }
}
