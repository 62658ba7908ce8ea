package dev.tocsin.dispatch;

import dev.tocsin.issue.IssueEvents;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Locale;

/**
 * Cancels what is planned for an issue in the transaction that closes it, and holds back what this node
 * has claimed and not begun: once that transaction has committed, nothing starts.
 */
@ApplicationScoped
class IssueWasClosed {

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transaction;

    @Inject
    private ActionPlanner planner;

    @Inject
    private Dispatcher dispatcher;

    void cancelPlanned(@Observes IssueEvents.Closed event) {
        // Not an observer of the outcome: there is none if an observer after this one fails.
        transaction.registerInterposedSynchronization(new LetGo(event.id()));
        dispatcher.hold(event.id());
        planner.cancelFor(
                event.id(), "the issue became " + event.status().name().toLowerCase(Locale.ROOT));
    }

    /** What was held back is dropped, or goes on. */
    private final class LetGo implements Synchronization {
        private final long issueId;

        LetGo(long issueId) {
            this.issueId = issueId;
        }

        @Override
        public void beforeCompletion() {
            // only the outcome matters
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
