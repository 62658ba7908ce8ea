package dev.tocsin.dispatch;

import dev.tocsin.issue.IssueEvents;
import dev.tocsin.platform.NodeName;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * Cancels what is planned for an issue in the transaction that closes it, and holds back what this node
 * has claimed and not begun: once that transaction has committed, nothing starts. Another node that has just claimed one may
 * still begin it without asking, for a moment: that is waited for before the commit.
 */
@ApplicationScoped
class IssueWasClosed {

    /** What a transaction is marked with: when another node may have been about to begin an action of an issue that it closes. */
    private static final Object MAY_BEGIN_ELSEWHERE = new Object();

    private ActionPlanner planner;
    private Dispatcher dispatcher;
    private NodeName node;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    TransactionSynchronizationRegistry transaction;

    /** For the container's proxy. */
    protected IssueWasClosed() {}

    @Inject
    IssueWasClosed(ActionPlanner planner, Dispatcher dispatcher, NodeName node) {
        this.planner = planner;
        this.dispatcher = dispatcher;
        this.node = node;
    }

    void cancelPlanned(@Observes IssueEvents.Closed event) {
        // Not an observer of the outcome: there is none if an observer after this one fails.
        transaction.registerInterposedSynchronization(new LetGo(event.id()));
        dispatcher.hold(event.id());
        boolean mayBeginElsewhere = planner.cancelFor(
                event.id(), "the issue became " + event.status().name().toLowerCase(Locale.ROOT), node.text());
        if (mayBeginElsewhere) {
            transaction.putResource(MAY_BEGIN_ELSEWHERE, System.nanoTime());
        }
    }

    private void waitForOthers() {
        if (transaction.getResource(MAY_BEGIN_ELSEWHERE) instanceof Long since) {
            long until = since + StillOpen.CLOSING_WAITS.toNanos();
            for (long rest = until - System.nanoTime(); rest > 0; rest = until - System.nanoTime()) {
                LockSupport.parkNanos(rest);
            }
        }
    }

    /** What was held back is dropped, or goes on. */
    private final class LetGo implements Synchronization {
        private final long issueId;

        LetGo(long issueId) {
            this.issueId = issueId;
        }

        @Override
        public void beforeCompletion() {
            waitForOthers();
        }

        @Override
        public void afterCompletion(int status) {
            if (status == Status.STATUS_COMMITTED) {
                dispatcher.drop(issueId);
            } else {
                dispatcher.release(issueId);
            }
        }
    }
}
