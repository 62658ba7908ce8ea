package dev.tocsin.admin;

import dev.tocsin.dispatch.ActionsEnded;
import dev.tocsin.dispatch.ActionsPlanned;
import dev.tocsin.issue.IssueEvents;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.faces.push.Push;
import jakarta.faces.push.PushContext;
import jakarta.inject.Inject;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tells the pages that are open that something has changed, at most twice a second; they then ask what. What changes on
 * other nodes they find by asking from time to time.
 */
@ApplicationScoped
public class LivePages {

    private static final long PAUSE_MILLIS = 500;

    @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
    private ManagedScheduledExecutorService scheduler;

    @Inject
    @Push(channel = "tocsin")
    private PushContext pages;

    private final AtomicBoolean waiting = new AtomicBoolean();

    void opened(@Observes(during = TransactionPhase.AFTER_SUCCESS) IssueEvents.Opened event) {
        changed();
    }

    void occurred(@Observes(during = TransactionPhase.AFTER_SUCCESS) IssueEvents.Occurred event) {
        changed();
    }

    void reopened(@Observes(during = TransactionPhase.AFTER_SUCCESS) IssueEvents.Reopened event) {
        changed();
    }

    void closed(@Observes(during = TransactionPhase.AFTER_SUCCESS) IssueEvents.Closed event) {
        changed();
    }

    void planned(@Observes(during = TransactionPhase.AFTER_SUCCESS) ActionsPlanned event) {
        changed();
    }

    void ended(@Observes ActionsEnded event) {
        changed();
    }

    private void changed() {
        if (!waiting.get() && waiting.compareAndSet(false, true)) {
            try {
                scheduler.schedule(this::tell, PAUSE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException stopping) {
                waiting.set(false);
            }
        }
    }

    private void tell() {
        waiting.set(false);
        pages.send("changed");
    }
}
