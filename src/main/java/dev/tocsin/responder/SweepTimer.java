package dev.tocsin.responder;

import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.Settings;
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
import jakarta.inject.Inject;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * When open issues are matched again: once the application's own responders are loaded, and from time to
 * time, if {@code tocsin.timers.enabled} allows it.
 */
@Singleton(name = "tocsinSweepTimer")
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class SweepTimer {

    private static final Logger LOG = Logger.getLogger(SweepTimer.class.getName());

    @Resource
    private TimerService timers;

    @Inject
    private ResponderFiles files;

    @Inject
    private OpenIssueSweep work;

    @Inject
    private Settings settings;

    @PostConstruct
    void start() {
        files.start();
        work.start();
        if (settings.timersEnabled()) {
            long interval = settings.sweep().toMillis();
            timers.createIntervalTimer(interval, interval, new TimerConfig(null, false));
        }
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    void sweep() {
        try {
            work.sweep();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "Open issues could not be matched against the responders; trying again.", e);
        }
    }
}
