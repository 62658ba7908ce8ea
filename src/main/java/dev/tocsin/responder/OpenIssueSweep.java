package dev.tocsin.responder;

import dev.tocsin.platform.Coalesced;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the responders in memory up to date, and matches the open issues that are behind: those that
 * were there before a responder was saved, that a node recorded which did not know of it yet, or that
 * could not be matched when they were recorded.
 */
@ApplicationScoped
public class OpenIssueSweep {

    private static final Logger LOG = Logger.getLogger(OpenIssueSweep.class.getName());

    private static final Duration SEEN_SOON = Duration.ofSeconds(5);

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Inject
    private Watch watch;

    @Inject
    private OpenIssueMatcher matcher;

    @Inject
    private Settings settings;

    private final Coalesced work = new Coalesced(this::matchAll);
    private volatile boolean complained;

    /**
     * Applies what was saved here at once: who saved it goes on when this node watches for it, and the open
     * issues are matched in the background. Other nodes see it at their next sweep.
     */
    void saved(@Observes(during = TransactionPhase.AFTER_SUCCESS) ResponderSaved event) {
        try {
            // In another thread, because this one is still in the transaction that has ended.
            Future<?> seen = executor.submit(watch::refresh);
            executor.execute(this::sweep);
            seen.get(SEEN_SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.log(Level.WARNING, "What was saved is seen later, at the next sweep at the latest", e);
        }
    }

    /** Before there are any callers. */
    void start() {
        StartUp.step("the responders", watch::refresh);
    }

    /** Does it now, unless someone is at it, who then does it once more. */
    public void sweep() {
        work.run();
    }

    private void matchAll() {
        try {
            watch.refresh();
            while (matcher.matchSome() > 0) {
                // there may be more
            }
            complained = false;
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.log(
                        Level.WARNING,
                        "Open issues could not be matched against the responders ({0}); trying again {1}.",
                        new Object[] {
                            StartUp.rootMessage(e),
                            settings.timersEnabled()
                                    ? "every " + settings.sweep().toSeconds() + " s"
                                    : "when a responder is saved here"
                        });
                LOG.log(Level.FINE, "Because of", e);
            }
        }
    }
}
