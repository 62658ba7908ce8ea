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
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Goes through the open issues; each item is what came of a page of them. */
@Dependent
@Named("tocsinRespondReader")
public class RespondReader extends AbstractItemReader {

    private static final Logger LOG = Logger.getLogger(RespondReader.class.getName());

    /** A page takes milliseconds; nobody looks so often. */
    private static final Duration TOLD_EVERY = Duration.ofMillis(500);

    private static final Duration PATIENCE = Duration.ofSeconds(5);

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
    private long leftOut;
    private final HeldIssues held = new HeldIssues(
            PATIENCE, those -> apart.call(() -> pass.again(those)).left());
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
            leftOut = reached.length > 2 ? Long.parseLong(reached[2]) : 0;
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
        leaveOut(held.waitFor(result.left()));
        if (!clock.instant().isBefore(toldAt.plus(TOLD_EVERY))) {
            tell();
        }
        return result;
    }

    private void leaveOut(List<Long> those) {
        if (!those.isEmpty()) {
            leftOut += those.size();
            LOG.log(
                    Level.INFO,
                    "Left out of job {0,number,#}, because others are changing them: issues {1}; the next pass has them.",
                    new Object[] {jobId(), those.stream().map(String::valueOf).collect(Collectors.joining(", "))});
        }
    }

    private long jobId() {
        return (Long) job.getTransientUserData();
    }

    private void tell() {
        long jobId = jobId();
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
        if (leftOut > 0) {
            long jobId = jobId();
            apart.run(() -> progress.say(
                    jobId,
                    "Left out, because others were changing them for too long: "
                            + (leftOut == 1 ? "1 issue" : leftOut + " issues") + "; the next pass has them"));
        }
    }

    @Override
    public Serializable checkpointInfo() {
        return after + " " + issues + " " + leftOut;
    }
}
