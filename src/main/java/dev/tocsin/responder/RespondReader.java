package dev.tocsin.responder;

import dev.tocsin.issue.OpenIssues;
import dev.tocsin.job.Apart;
import dev.tocsin.job.JobProgress;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Goes through the open issues; each item is what came of a page of them. */
@Dependent
@Named("tocsinRespondReader")
public class RespondReader extends AbstractItemReader {

    /** A page takes milliseconds; nobody looks so often. */
    private static final Duration TOLD_EVERY = Duration.ofMillis(500);

    @Inject
    private JobContext job;

    @Inject
    private Clock clock;

    @Inject
    private Apart apart;

    @Inject
    private Watch watch;

    @Inject
    private OpenIssues open;

    @Inject
    private OpenIssuePass pass;

    @Inject
    private JobProgress progress;

    private long after;
    private long issues;
    private long total;
    private long told;
    private Instant toldAt = Instant.EPOCH;

    @Override
    public void open(Serializable checkpoint) {
        apart.run(watch::refresh);
        total = apart.call(open::count);
        after = Long.MIN_VALUE;
        if (checkpoint != null) {
            String[] reached = ((String) checkpoint).split(" ");
            after = Long.parseLong(reached[0]);
            issues = Long.parseLong(reached[1]);
            told = issues;
        }
    }

    /** What a page asks for is committed with the page: one that is repeated finds nothing to plan. */
    @Override
    public Object readItem() {
        OpenIssuePass.Result result = apart.call(() -> pass.page(after));
        if (result.last() == null) {
            return null;
        }
        after = result.last();
        issues += result.issues();
        if (!clock.instant().isBefore(toldAt.plus(TOLD_EVERY))) {
            tell();
        }
        return result;
    }

    private void tell() {
        long jobId = (Long) job.getTransientUserData();
        apart.run(() -> progress.reached(jobId, Math.max(total, issues), issues, 0));
        told = issues;
        toldAt = clock.instant();
    }

    /** However it ended. */
    @Override
    public void close() {
        if (issues != told) {
            tell();
        }
    }

    @Override
    public Serializable checkpointInfo() {
        return after + " " + issues;
    }
}
