package dev.tocsin.job;

import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.NodeName;
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
import java.time.Clock;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Says that this node's jobs live, stops those that are to stop, and goes on with those of nodes that died. */
@Singleton(name = "tocsinJobTimer")
@Startup
@DependsOn(Migrations.NAME)
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class JobTimer {

    private static final Logger LOG = Logger.getLogger(JobTimer.class.getName());
    private static final int BEATS_IN_A_LEASE = 6;

    @Resource
    private TimerService timers;

    @Inject
    private JobTable table;

    @Inject
    private Jobs jobs;

    @Inject
    private NodeName node;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    private volatile boolean complained;

    @PostConstruct
    void start() {
        long interval = Math.max(100, settings.lease().toMillis() / BEATS_IN_A_LEASE);
        timers.createIntervalTimer(interval, interval, new TimerConfig(null, false));
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    void beat() {
        try {
            List<Job> running = table.running(node.text());
            if (!running.isEmpty()) {
                table.alive(node.text());
                running.stream()
                        .filter(job -> job.status() == JobStatus.STOPPING)
                        .forEach(jobs::stopHere);
            }
            for (Job job : table.abandoned(clock.instant().minus(settings.lease()))) {
                takeOver(job);
            }
            complained = false;
        } catch (RuntimeException e) {
            if (!complained) {
                complained = true;
                LOG.log(Level.WARNING, "The jobs cannot be looked after ({0}); trying again.", StartUp.rootMessage(e));
            }
        }
    }

    private void takeOver(Job job) {
        if (!table.takeOver(job, node.text())) {
            return;
        }
        if (job.status() == JobStatus.STOPPING) {
            table.ended(job.id(), JobStatus.STOPPED);
            return;
        }
        LOG.log(
                Level.WARNING,
                "Job {0,number,#} ({1}) was cut off when {2} stopped answering; going on with it here.",
                new Object[] {job.id(), job.name(), job.node()});
        try {
            jobs.resume(job);
        } catch (IllegalJobChange e) {
            LOG.log(Level.WARNING, "{0}; it can be restarted by hand.", e.getMessage());
        }
    }
}
