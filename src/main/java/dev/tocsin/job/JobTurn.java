package dev.tocsin.job;

import dev.tocsin.platform.StartUp;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The first step of jobs that would only hold each other up: waits until none of the same name is under way, on whatever node,
 * and has its turn then until the job has ended.
 */
@Dependent
@Named("tocsinTurn")
public class JobTurn extends AbstractBatchlet {

    private static final Logger LOG = Logger.getLogger(JobTurn.class.getName());

    private static final Duration LOOKS_EVERY = Duration.ofMillis(200);

    /** A database that is away for longer ends the job; it can be restarted. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    private JobContext job;

    @Inject
    private Apart apart;

    @Inject
    private JobTable table;

    private final Duration patience;
    private final long since = System.nanoTime();
    private long answered = since;
    private boolean waited;
    private volatile boolean stopped;

    /** For the container. */
    public JobTurn() {
        this.patience = PATIENCE;
    }

    /** @param patience how long the database may be away */
    JobTurn(JobContext job, Apart apart, JobTable table, Duration patience) {
        this.job = job;
        this.apart = apart;
        this.table = table;
        this.patience = patience;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public String process() {
        long id = (Long) job.getTransientUserData();
        while (!stopped && !hasTurn(id)) {
            LockSupport.parkNanos(LOOKS_EVERY.toNanos());
        }
        if (waited) {
            apart.run(() -> table.waited(id, Duration.ofNanos(System.nanoTime() - since)));
        }
        return "DONE";
    }

    private boolean hasTurn(long id) {
        try {
            long other = apart.call(() -> table.takeTurn(job.getJobName(), id));
            answered = System.nanoTime();
            waited |= other != id;
            return other == id;
        } catch (RuntimeException e) {
            complain(id, e);
            return false;
        }
    }

    private void complain(long id, RuntimeException failure) {
        if (Thread.currentThread().isInterrupted() || System.nanoTime() - answered > patience.toNanos()) {
            throw failure;
        }
        LOG.log(
                Level.FINE,
                failure,
                () -> "Job " + id + " cannot look whether it is its turn (" + StartUp.rootMessage(failure)
                        + "); trying again");
    }
}
