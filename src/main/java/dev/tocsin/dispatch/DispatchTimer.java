package dev.tocsin.dispatch;

import dev.tocsin.platform.Managed;
import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.DependsOn;
import jakarta.ejb.NoSuchObjectLocalException;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.Timeout;
import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * When the dispatcher is called: at the next due time, for its sweep, and for its heartbeat. The first two
 * only if {@code tocsin.timers.enabled} allows it; what this node is running needs the third in any case.
 */
@Singleton(name = "tocsinDispatchTimer")
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class DispatchTimer {

    private static final Logger LOG = Logger.getLogger(DispatchTimer.class.getName());
    private static final Duration HEARTBEAT = Duration.ofMillis(500);

    /** What a timer is for. */
    private enum Purpose {
        DUE,
        SWEEP,
        HEARTBEAT
    }

    @Resource
    private TimerService timers;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    @Inject
    private NodeName node;

    private Timer next;
    private Managed managed;

    @PostConstruct
    void start() {
        if (settings.timersEnabled()) {
            every(settings.sweep(), Purpose.SWEEP);
        }
        every(HEARTBEAT, Purpose.HEARTBEAT);
        managed = Managed.register("Dispatcher", node, dispatcher, DispatcherMXBean.class);
    }

    private void every(Duration interval, Purpose purpose) {
        timers.createIntervalTimer(interval.toMillis(), interval.toMillis(), new TimerConfig(purpose.name(), false));
    }

    /** Wakes the dispatcher at that time, instead of the one it was set to before; not at all without timers. */
    public synchronized void set(Instant due) {
        if (!settings.timersEnabled()) {
            return;
        }
        // Rounded up: a timer that fires a moment early finds nothing due.
        long millis = Math.max(0, Duration.between(clock.instant(), due).toMillis() + 1);
        Timer before = next;
        next = timers.createSingleActionTimer(millis, new TimerConfig(Purpose.DUE.name(), false));
        // Not before there is another: without any, the dispatcher would wait for it in vain.
        cancel(before);
    }

    private static void cancel(Timer timer) {
        if (timer != null) {
            try {
                timer.cancel();
            } catch (NoSuchObjectLocalException e) {
                LOG.log(Level.FINEST, "The timer has just fired, which is as good", e);
            }
        }
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    void call(Timer timer) {
        try {
            switch (Purpose.valueOf((String) timer.getInfo())) {
                case DUE -> dispatcher.timerFired();
                case SWEEP -> dispatcher.sweep();
                case HEARTBEAT -> dispatcher.heartbeat();
            }
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "The dispatcher failed; it is called again at its next timer", e);
        }
    }

    @PreDestroy
    void stop() {
        dispatcher.stop();
        managed.unregister();
    }
}
