package dev.tocsin.dispatch;

import dev.tocsin.issue.IssueEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.Locale;

/**
 * Cancels what is planned for an issue in the transaction that closes it, and holds back what this node
 * has claimed and not begun: once that transaction has committed, nothing starts.
 */
@ApplicationScoped
class IssueWasClosed {

    @Inject
    private ActionPlanner planner;

    @Inject
    private Dispatcher dispatcher;

    void cancelPlanned(@Observes IssueEvents.Closed event) {
        dispatcher.hold(event.id());
        planner.cancelFor(
                event.id(), "the issue became " + event.status().name().toLowerCase(Locale.ROOT));
    }

    void committed(@Observes(during = TransactionPhase.AFTER_SUCCESS) IssueEvents.Closed event) {
        dispatcher.drop(event.id());
    }

    void rolledBack(@Observes(during = TransactionPhase.AFTER_FAILURE) IssueEvents.Closed event) {
        dispatcher.release(event.id());
    }
}
