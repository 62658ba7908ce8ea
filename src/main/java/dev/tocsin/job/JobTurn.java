package dev.tocsin.job;

import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The first step of jobs that would only hold each other up: waits until those of the same name have ended that were asked
 * for before, on whatever node.
 */
@Dependent
@Named("tocsinTurn")
public class JobTurn extends AbstractBatchlet {

    private static final Duration LOOKS_EVERY = Duration.ofMillis(200);

    @Inject
    private JobContext job;

    @Inject
    private Apart apart;

    @Inject
    private JobTable table;

    private volatile boolean stopped;

    /** For the container. */
    public JobTurn() {}

    JobTurn(JobContext job, Apart apart, JobTable table) {
        this.job = job;
        this.apart = apart;
        this.table = table;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public String process() {
        long id = (Long) job.getTransientUserData();
        Optional<Long> first = before(id);
        first.ifPresent(
                other -> apart.run(() -> table.say(id, "Job " + other + ", which was asked for before, comes first")));
        while (first.isPresent() && !stopped) {
            // An interrupt is heard by who asks the database next.
            LockSupport.parkNanos(LOOKS_EVERY.toNanos());
            first = before(id);
        }
        return "DONE";
    }

    private Optional<Long> before(long id) {
        return apart.call(() -> table.before(id));
    }
}
