package dev.tocsin.issue;

import dev.tocsin.platform.Migrations;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
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

/** Sees to it that what was counted in memory is written, while the application runs and before it stops. */
@Singleton(name = "tocsinStormTimer")
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class StormTimer {

    private static final Logger LOG = Logger.getLogger(StormTimer.class.getName());

    @Resource
    private TimerService timers;

    @Inject
    private Storms storms;

    @PostConstruct
    void start() {
        long window = Storms.WINDOW.toMillis();
        timers.createIntervalTimer(window, window, new TimerConfig("STORMS", false));
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    void call() {
        try {
            storms.windowEnds();
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Occurrences could not be written; they are tried again with the next ones", e);
        }
    }

    @PreDestroy
    void stop() {
        storms.stop();
    }
}
