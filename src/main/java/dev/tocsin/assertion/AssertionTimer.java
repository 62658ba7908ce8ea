package dev.tocsin.assertion;

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
import jakarta.inject.Inject;

/** Takes over what the code declares when the application starts, and calls the schedule from then on. */
@Singleton(name = "tocsinAssertionTimer")
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AssertionTimer {

    /** Intervals and cron expressions have seconds, at the finest. */
    private static final long TICK_MILLIS = 500;

    @Resource
    private TimerService timers;

    @Inject
    private DeclaredAssertions declared;

    @Inject
    private DueAssertions due;

    @Inject
    private Settings settings;

    @PostConstruct
    void start() {
        StartUp.step("the assertions", declared::takeOver);
        timers.createIntervalTimer(TICK_MILLIS, TICK_MILLIS, new TimerConfig(null, false));
    }

    @Timeout
    void tick() {
        due.tick();
    }
}
