package dev.tocsin.admin;

import dev.tocsin.dispatch.ActionsEnded;
import dev.tocsin.dispatch.ActionsPlanned;
import dev.tocsin.issue.IssueEvents;
import dev.tocsin.platform.AfterCommit;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
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

    @Inject
    private AfterCommit afterCommit;

    private final AtomicBoolean waiting = new AtomicBoolean();

    void opened(@Observes IssueEvents.Opened event) {
        inTransaction();
    }

    void occurred(@Observes IssueEvents.Occurred event) {
        inTransaction();
    }

    void reopened(@Observes IssueEvents.Reopened event) {
        inTransaction();
    }

    void closed(@Observes IssueEvents.Closed event) {
        inTransaction();
    }

    void planned(@Observes ActionsPlanned event) {
        inTransaction();
    }

    void ended(@Observes ActionsEnded event) {
        changed();
    }

    private void inTransaction() {
        afterCommit.once(LivePages.class, this::changed);
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
