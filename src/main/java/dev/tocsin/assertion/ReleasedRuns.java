package dev.tocsin.assertion;

import dev.tocsin.job.Apart;
import dev.tocsin.platform.StartUp;
import jakarta.batch.api.listener.AbstractJobListener;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What a job has not finished, because it was stopped or failed, others may check meanwhile. */
@Dependent
@Named("tocsinReleasedRuns")
public class ReleasedRuns extends AbstractJobListener {

    private static final Logger LOG = Logger.getLogger(ReleasedRuns.class.getName());

    @Inject
    private JobContext job;

    @Inject
    private Apart apart;

    @Inject
    private AssertionRuns runs;

    @Inject
    private LiveRuns live;

    /** For the container. */
    public ReleasedRuns() {}

    ReleasedRuns(JobContext job, Apart apart, AssertionRuns runs, LiveRuns live) {
        this.job = job;
        this.apart = apart;
        this.runs = runs;
        this.live = live;
    }

    /** Whatever happens here, the listeners after this one are to hear of the end. */
    @Override
    public void afterJob() {
        Long jobId = (Long) job.getTransientUserData();
        if (jobId == null) {
            // It failed before it had begun.
            return;
        }
        // From here on they are not renewed, so that others may check them in any case.
        live.removeOfJob(jobId);
        try {
            apart.run(() -> release(jobId));
        } catch (RuntimeException | Error e) {
            LOG.log(
                    Level.WARNING,
                    "What job {0,number,#} has left unfinished cannot be released ({1}); others may check it when its"
                            + " lease has run out.",
                    new Object[] {jobId, StartUp.rootMessage(e)});
        }
    }

    private void release(long jobId) {
        for (AssertionRun run : runs.ofJob(jobId)) {
            if (run.finishedAt() == null) {
                runs.interrupted(run);
            }
        }
    }
}
