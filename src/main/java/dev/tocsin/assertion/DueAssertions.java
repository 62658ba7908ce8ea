package dev.tocsin.assertion;

import dev.tocsin.platform.Coalesced;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Checks what is due: of all nodes, by the one that takes it. What is not about records is checked at
 * once; what is becomes a job, which can be seen, stopped and restarted.
 */
@ApplicationScoped
class DueAssertions {

    private static final Logger LOG = Logger.getLogger(DueAssertions.class.getName());
    private static final int AT_ONCE = 100;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Inject
    private AssertionRuns runs;

    @Inject
    private AssertionRunner runner;

    @Inject
    private AssertionService assertions;

    @Inject
    private LiveRuns live;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    private final Coalesced work = new Coalesced(this::look);
    private volatile Instant nextDue = Instant.MIN;
    private volatile Instant looked = Instant.MIN;
    private volatile Instant renewed = Instant.MIN;
    private volatile boolean complained;

    /** To be called often. Asks the database only when something is due, and now and then what others changed. */
    void tick() {
        Instant now = clock.instant();
        try {
            if (!live.all().isEmpty()
                    && renewed.plus(settings.lease().dividedBy(3)).isBefore(now)) {
                renewed = now;
                runs.renew(live.all());
            }
            boolean mayBeDue =
                    !nextDue.isAfter(now) || looked.plus(settings.sweep()).isBefore(now);
            if (settings.timersEnabled() && mayBeDue) {
                work.run();
            }
            complained = false;
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.log(
                        Level.WARNING,
                        "The assertions that are due cannot be looked up ({0}); trying again every {1} s.",
                        new Object[] {StartUp.rootMessage(e), settings.sweep().toSeconds()});
            }
        }
    }

    private void look() {
        looked = clock.instant();
        List<Long> taken;
        do {
            taken = runs.takeDue(AT_ONCE);
            begin(taken);
        } while (taken.size() == AT_ONCE);
        nextDue = runs.nextDue().orElse(Instant.MAX);
    }

    private void begin(List<Long> taken) {
        List<Long> overRecords = new ArrayList<>();
        for (Long id : taken) {
            assertions.find(id).ifPresent(assertion -> {
                if (runner.isAboutRecords(assertion)) {
                    overRecords.add(id);
                } else {
                    check(assertion);
                }
            });
        }
        if (!overRecords.isEmpty()) {
            assertions.start(overRecords);
        }
    }

    private void check(Assertion assertion) {
        AssertionRun run = runs.begin(assertion.id(), null).flatMap(runs::find).orElse(null);
        if (run == null) {
            LOG.log(
                    Level.INFO,
                    "The assertion \"{0}\" is due, but still being checked; it is checked when it is due again.",
                    assertion.name());
            return;
        }
        live.add(run);
        try {
            executor.execute(() -> {
                try {
                    runner.run(assertion, run);
                } finally {
                    live.remove(run.id());
                }
            });
        } catch (RejectedExecutionException e) {
            live.remove(run.id());
            runs.interrupted(run, "The server is stopping");
        }
    }
}
