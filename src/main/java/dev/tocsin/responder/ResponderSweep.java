package dev.tocsin.responder;

import dev.tocsin.platform.Coalesced;
import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps the responders in memory up to date, and matches the open issues that are behind: those that
 * were there before a responder was saved, that a node recorded which did not know of it yet, or that
 * could not be matched when they were recorded.
 */
@Singleton
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class ResponderSweep {

    private static final Logger LOG = Logger.getLogger(ResponderSweep.class.getName());

    @Resource
    private TimerService timers;

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

    @PostConstruct
    void start() {
        StartUp.step("the responders", watch::refresh);
        long interval = settings.sweep().toMillis();
        timers.createIntervalTimer(interval, interval, new TimerConfig(null, false));
    }

    /** Applies what was saved here at once; other nodes see it at their next sweep. */
    public void saved(@Observes(during = TransactionPhase.AFTER_SUCCESS) ResponderSaved event) {
        executor.execute(this::sweep);
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    public void sweep() {
        work.run();
    }

    private void matchAll() {
        try {
            watch.refresh();
            while (matcher.matchSome() == OpenIssueMatcher.BATCH) {
                // there are more
            }
            complained = false;
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.log(
                        Level.WARNING,
                        "Open issues could not be matched against the responders ({0}); trying again every {1} s.",
                        new Object[] {StartUp.rootMessage(e), settings.sweep().toSeconds()});
                LOG.log(Level.FINE, "Because of", e);
            }
        }
    }
}
