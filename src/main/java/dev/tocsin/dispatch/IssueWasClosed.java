package dev.tocsin.dispatch;

import dev.tocsin.issue.IssueEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.Locale;

/** Cancels what is planned for an issue in the transaction that closes it. */
@ApplicationScoped
class IssueWasClosed {

    @Inject
    private ActionQueue queue;

    void cancelPlanned(@Observes IssueEvents.Closed event) {
        String status = event.status().name().toLowerCase(Locale.ROOT);
        queue.cancelFor(event.id(), "the issue became " + status);
    }
}
