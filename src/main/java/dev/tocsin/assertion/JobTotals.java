package dev.tocsin.assertion;

import dev.tocsin.job.JobProgress;

/** How far a job is, over all its runs. */
final class JobTotals {

    private JobTotals() {}

    static void tell(long jobId, AssertionRuns runs, JobProgress progress) {
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
        for (AssertionRuns.Part part : runs.partsOfJob(jobId)) {
            done += part.checked();
            failing += part.failing();
        }
        progress.reached(jobId, Math.max(total, done), done, failing);
    }
}
