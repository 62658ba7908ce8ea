package dev.tocsin.issue;

import dev.tocsin.platform.Managed;
import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.NodeName;
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
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private static final Duration LAST_WRITE = Duration.ofSeconds(10);

    @Resource
    private TimerService timers;

    @Inject
    private Storms storms;

    @Inject
    private NodeName node;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    private Managed managed;

    @PostConstruct
    void start() {
        long window = Storms.WINDOW.toMillis();
        timers.createIntervalTimer(window, window, new TimerConfig("STORMS", false));
        managed = Managed.register("Storms", node, this::stopInside, StormsMXBean.class);
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    void call() {
        try {
            storms.windowEnds();
        } catch (RuntimeException | Error e) {
            LOG.log(Level.WARNING, "Occurrences could not be written; they are tried again with the next ones", e);
        }
    }

    /** Whoever calls from outside has no part in the application: its own thread writes. */
    private void stopInside() {
        try {
            executor.submit(storms::stop).get(LAST_WRITE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            LOG.log(Level.WARNING, "Occurrences that were counted last could not be written", e);
        }
    }

    @PreDestroy
    void stop() {
        managed.unregister();
        storms.stop();
    }
}
