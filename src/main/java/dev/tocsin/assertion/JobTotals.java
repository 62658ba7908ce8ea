package dev.tocsin.assertion;

import dev.tocsin.job.JobProgress;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** How far a job is, over all its runs. */
@ApplicationScoped
class JobTotals {

    @Inject
    private AssertionRuns runs;

    @Inject
    private RecordParts parts;

    @Inject
    private JobProgress progress;

    void tell(long jobId) {
        long total = 0;
        long done = 0;
        long failing = 0;
        for (AssertionRun run : runs.ofJob(jobId)) {
            if (run.finishedAt() != null) {
                total += run.checked();
                done += run.checked();
                failing += run.failing();
            } else {
                total += Math.max(1, run.expected());
            }
        }
        for (RecordParts.Part part : parts.ofJob(jobId)) {
            done += part.checked();
            failing += part.failing();
        }
        progress.reached(jobId, Math.max(total, done), done, failing);
    }
}
