package dev.tocsin.responder;

import static dev.tocsin.security.Permission.OPERATE;

import dev.tocsin.job.Jobs;
import dev.tocsin.security.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;

/**
 * The seed's full pass: every open issue against every responder, whatever it was matched against before.
 * Those that allow a retry run their actions again.
 */
@ApplicationScoped
public class OpenIssueJob {

    /** The job that responds to issues. */
    public static final String JOB = "respond-to-issues";

    @Inject
    private Jobs jobs;

    /**
     * Starts it, and does not wait for it. One pass at a time is made, on all nodes: they would only wait for each other's
     * issues.
     *
     * @return the id of the job; of one that was asked for before, if that still waits for its turn
     */
    @Needs(OPERATE)
    public long start() {
        return jobs.notBegun(JOB).orElseGet(() -> jobs.start(JOB, JsonValue.EMPTY_JSON_OBJECT));
    }

    /** Does it, and waits for it; what is due runs on after that. */
    @Needs(OPERATE)
    public void respond() {
        jobs.awaitEnd(start());
    }
}
