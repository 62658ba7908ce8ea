package dev.tocsin.job;

import dev.tocsin.platform.DatabaseFailure;
import dev.tocsin.platform.StartUp;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Forgets jobs, and with each what the batch runtime keeps of it. The last thousand are kept. */
@ApplicationScoped
class OldJobs {

    private static final Logger LOG = Logger.getLogger(OldJobs.class.getName());

    private static final int KEPT = 1000;

    /** Each time that somebody looks. */
    private static final int AT_ONCE = 20;

    /** The batch runtime writes the end of a job only after it has told of it, on whatever node. */
    private static final Duration WRITTEN_BY_THEN = Duration.ofMinutes(1);

    private JobTable table;
    private BatchRecords records;
    private Clock clock;
    private volatile boolean complained;

    /** For the container's proxy. */
    protected OldJobs() {}

    @Inject
    OldJobs(JobTable table, BatchRecords records, Clock clock) {
        this.table = table;
        this.records = records;
        this.clock = clock;
    }

    /** Some of the oldest that ended a minute ago or before. @return how many */
    int forget() {
        List<JobTable.Ended> old = table.beyond(KEPT, clock.instant().minus(WRITTEN_BY_THEN), AT_ONCE);
        if (old.isEmpty()) {
            return 0;
        }
        try {
            records.forget(old);
        } catch (RuntimeException e) {
            if (DatabaseFailure.isBehind(e)) {
                throw e;
            }
            complain(e);
        }
        table.delete(old);
        return old.size();
    }

    private void complain(RuntimeException failure) {
        if (!complained) {
            complained = true;
            LOG.log(
                    Level.WARNING,
                    "What the batch runtime keeps of old jobs cannot be deleted ({0}); it stays where it is.",
                    StartUp.rootMessage(failure));
        }
    }
}
