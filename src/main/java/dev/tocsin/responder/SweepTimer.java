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

    @Timeout
    void sweep() {
        work.sweep();
    }
}
