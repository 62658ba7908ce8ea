package dev.tocsin.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/** For the steps of a job: to say how far it is, and what came of it. */
@ApplicationScoped
public class JobProgress {

    @Inject
    private JobTable table;

    /**
     * @param total how many there are to do, as far as is known
     * @param done how many of them are done, since the job was first started
     */
    public void reached(long jobId, long total, long done, long failing) {
        table.progress(jobId, total, done, failing);
    }

    /** What people are to know of it. */
    public void say(long jobId, String message) {
        table.say(jobId, message);
    }
}
