package dev.tocsin.retention;

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
import java.time.Duration;
import java.util.logging.Level;
import java.util.logging.Logger;

/** When old rows are looked for. */
@Singleton(name = "tocsinRetentionTimer")
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class RetentionTimer {

    private static final Logger LOG = Logger.getLogger(RetentionTimer.class.getName());

    /** Every node looks so often whether it is time; one of them then does it. */
    private static final Duration LONGEST_LOOK = Duration.ofMinutes(5);

    @Resource
    private TimerService timers;

    @Inject
    private Retention retention;

    @Inject
    private Settings settings;

    @PostConstruct
    void start() {
        if (settings.timersEnabled()) {
            Duration every = settings.retentionEvery();
            long look = (every.compareTo(LONGEST_LOOK) < 0 ? every : LONGEST_LOOK).toMillis();
            timers.createIntervalTimer(look, look, new TimerConfig(null, false));
        }
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    void look() {
        try {
            retention.begin();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "It cannot be seen what is old ({0}); trying again.", StartUp.rootMessage(e));
        }
    }
}
