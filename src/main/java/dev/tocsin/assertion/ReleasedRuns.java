package dev.tocsin.assertion;

import dev.tocsin.job.Apart;
import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** What a job has not finished, because it was stopped or failed, others may check meanwhile. */
@Dependent
@Named("tocsinReleasedRuns")
public class ReleasedRuns extends AbstractJobListener {

    @Inject
    private JobContext job;

    @Inject
    private Apart apart;

    @Inject
    private AssertionRuns runs;

    @Inject
    private LiveRuns live;

    @Override
    public void afterJob() {
        long jobId = (Long) job.getTransientUserData();
        apart.run(() -> release(jobId));
    }

    private void release(long jobId) {
        for (AssertionRun run : runs.ofJob(jobId)) {
            live.remove(run.id());
            if (run.finishedAt() == null) {
                runs.interrupted(run, "It was cut off; restart job " + jobId + " to go on with it");
            }
        }
    }
}
