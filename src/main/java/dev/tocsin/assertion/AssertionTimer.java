package dev.tocsin.assertion;

import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
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

/** Takes over what the code declares when the application starts, and calls the schedule from then on. */
@Singleton(name = "tocsinAssertionTimer")
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class AssertionTimer {

    private static final Logger LOG = Logger.getLogger(AssertionTimer.class.getName());

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

    /** For the container. */
    public AssertionTimer() {}

    AssertionTimer(DueAssertions due) {
        this.due = due;
    }

    @PostConstruct
    void start() {
        StartUp.step("the assertions", declared::takeOver);
        timers.createIntervalTimer(TICK_MILLIS, TICK_MILLIS, new TimerConfig(null, false));
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    void tick() {
        try {
            due.tick();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "The schedule of the assertions failed; it is called again at its next timer", e);
        }
    }

    @PreDestroy
    void stop() {
        due.stop();
    }
}
