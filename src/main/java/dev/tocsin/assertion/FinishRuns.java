package dev.tocsin.assertion;

import dev.tocsin.issue.UnresolvedIssue;
import dev.tocsin.job.Apart;
import dev.tocsin.platform.FailureText;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;

/**
 * The last step: looks once more at the records that have an issue and were not seen, because they are
 * gone, or because they were seen before the job was cut off; and says what came of each run.
 */
@Dependent
@Named("tocsinFinishRuns")
public class FinishRuns extends AbstractBatchlet {

    @Inject
    private JobContext job;

    @Inject
    private Apart apart;

    @Inject
    private AssertionService assertions;

    @Inject
    private AssertionRuns runs;

    @Inject
    private RecordParts parts;

    @Inject
    private AssertionRunner runner;

    @Inject
    private LiveRuns live;

    @Inject
    private JobTotals totals;

    @Override
    public String process() {
        long jobId = (Long) job.getTransientUserData();
        apart.run(() -> finish(jobId));
        return "DONE";
    }

    private void finish(long jobId) {
        for (AssertionRun run : runs.ofJob(jobId)) {
            live.overRecords(run.id())
                    .ifPresent(records ->
                            assertions.find(run.assertionId()).ifPresent(assertion -> finish(assertion, records)));
            live.remove(run.id());
        }
        totals.tell(jobId);
    }

    private void finish(Assertion assertion, RecordRun records) {
        if (!records.isBroken()) {
            lookForUnseen(records);
        }
        List<RecordParts.Part> ofRun = parts.ofRun(records.run().id());
        long checked = ofRun.stream().mapToLong(RecordParts.Part::checked).sum();
        long failing = ofRun.stream().mapToLong(RecordParts.Part::failing).sum();
        runner.finish(assertion, records.run(), records.finish(checked, failing, true));
    }

    private void lookForUnseen(RecordRun records) {
        RecordRun.Findings findings = new RecordRun.Findings();
        try (RecordScan scan = runner.scan(records, null, null)) {
            List<Class<?>> types = runner.entity(records.definition()).idTypes();
            for (Map.Entry<String, List<UnresolvedIssue>> unseen :
                    records.unseen().entrySet()) {
                lookFor(unseen.getKey(), unseen.getValue(), types, scan, records, findings);
            }
            records.apply(findings);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the last records were looked for", e);
        } catch (TimedCall.TookTooLong e) {
            records.breakOff("Looking for a record " + e.getMessage());
        } catch (Exception e) {
            records.breakOff(FailureText.of(e));
        }
    }

    private static void lookFor(
            String recordId,
            List<UnresolvedIssue> issues,
            List<Class<?>> types,
            RecordScan scan,
            RecordRun records,
            RecordRun.Findings findings)
            throws Exception {
        List<Object> key;
        try {
            key = RecordKey.ofShown(recordId, types);
        } catch (RuntimeException notAnId) {
            // Someone opened an issue of that name about something else.
            return;
        }
        if (!scan.recheck(key, findings)) {
            records.gone(
                    issues,
                    scan.exists(key)
                            ? "The record is no longer among those that the assertion looks at"
                            : "The record is gone");
        }
    }
}
