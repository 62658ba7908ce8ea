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
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Says that this node's jobs live, stops those that are to stop, goes on with those of nodes that died, and forgets old ones. */
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
    private OldJobs oldJobs;

    @Inject
    private Jobs jobs;

    @Inject
    private LiveJobs live;

    @Inject
    private NodeName node;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    private volatile boolean complained;

    /** For the container. */
    public JobTimer() {}

    JobTimer(JobTable table, OldJobs oldJobs, Jobs jobs, LiveJobs live, NodeName node, Settings settings, Clock clock) {
        this.table = table;
        this.oldJobs = oldJobs;
        this.jobs = jobs;
        this.live = live;
        this.node = node;
        this.settings = settings;
        this.clock = clock;
    }

    @PostConstruct
    void start() {
        long interval = Math.max(100, settings.lease().toMillis() / BEATS_IN_A_LEASE);
        timers.createIntervalTimer(interval, interval, new TimerConfig(null, false));
    }

    /** A timer whose method throws is given up by the container: nothing may get out of here. */
    @Timeout
    void beat() {
        try {
            Map<Boolean, List<Job>> running = table.running(node.text()).stream()
                    .collect(Collectors.partitioningBy(job -> live.contains(job.id())));
            table.alive(running.get(true));
            running.get(true).stream()
                    .filter(job -> job.status() == JobStatus.STOPPING)
                    .forEach(jobs::stopHere);
            running.get(false).forEach(this::end);
            for (Job job : table.abandoned(clock.instant().minus(settings.lease()))) {
                takeOver(job);
            }
            oldJobs.forget();
            complained = false;
        } catch (RuntimeException | Error e) {
            if (!complained) {
                complained = true;
                LOG.log(Level.WARNING, "The jobs cannot be looked after ({0}); trying again.", StartUp.rootMessage(e));
            }
        }
    }

    /** It is this node's, and nothing does it here: how it ended could not be written, or it never began. */
    private void end(Job job) {
        JobStatus status =
                live.end(job.id()).orElse(job.status() == JobStatus.STOPPING ? JobStatus.STOPPED : JobStatus.FAILED);
        if (table.lost(job, status, "It ended while the database was away")) {
            LOG.log(
                    Level.WARNING,
                    "Job {0,number,#} ({1}) had ended while the database was away; it is {2} now.",
                    new Object[] {job.id(), job.name(), Jobs.word(status)});
            live.remove(job.id());
            jobs.ended(job.id());
        }
    }

    private void takeOver(Job job) {
        try {
            if (job.status() == JobStatus.STOPPING) {
                if (table.takeOver(job, node.text())) {
                    table.ended(job.id(), JobStatus.STOPPED);
                }
                return;
            }
            jobs.resume(job, () -> take(job));
        } catch (TakenElsewhere e) {
            LOG.log(Level.FINE, "{0}, which is as good", e.getMessage());
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "{0}; if it does not go on by itself, job {1,number,#} can be restarted by hand.",
                    new Object[] {StartUp.rootMessage(e), job.id()});
        }
    }

    private void take(Job job) {
        if (!table.takeOver(job, node.text())) {
            throw new TakenElsewhere(job);
        }
        LOG.log(
                Level.WARNING,
                "Job {0,number,#} ({1}) was cut off when {2} stopped answering; going on with it here.",
                new Object[] {job.id(), job.name(), job.node()});
    }

    /** Another node was faster, or its own has come back. */
    private static final class TakenElsewhere extends RuntimeException {
        TakenElsewhere(Job job) {
            super("Job " + job.id() + " was taken over by another node");
        }
    }
}
