package dev.tocsin.assertion;

import dev.tocsin.job.Apart;
import dev.tocsin.job.JobProgress;
import dev.tocsin.platform.FailureText;
import dev.tocsin.platform.SecretLost;
import jakarta.batch.api.AbstractBatchlet;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * The first step: begins a run of each assertion, or goes on with those that were cut off; checks those
 * that are not about records; divides the records of the others.
 */
@Dependent
@Named("tocsinBeginRuns")
public class BeginRuns extends AbstractBatchlet {

    private static final int AT_ONCE = 8;
    private static final int NAMED = 10;

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
    private RecordRanges ranges;

    @Inject
    private LiveRuns live;

    @Inject
    private JobProgress progress;

    @Inject
    private JobTotals totals;

    private volatile boolean stopped;

    /** For the container. */
    public BeginRuns() {}

    BeginRuns(
            JobContext job,
            Apart apart,
            AssertionService assertions,
            AssertionRuns runs,
            RecordParts parts,
            AssertionRunner runner,
            LiveRuns live,
            JobTotals totals) {
        this.job = job;
        this.apart = apart;
        this.assertions = assertions;
        this.runs = runs;
        this.parts = parts;
        this.runner = runner;
        this.live = live;
        this.totals = totals;
    }

    @Override
    public void stop() {
        stopped = true;
    }

    /** @return which step is next */
    @Override
    public String process() {
        long jobId = (Long) job.getTransientUserData();
        return apart.call(() -> process(jobId));
    }

    private String process(long jobId) throws InterruptedException {
        Map<AssertionRun, Assertion> begun = begin(jobId);
        List<AssertionRun> overRecords = new ArrayList<>();
        List<CompletableFuture<Void>> plain = new ArrayList<>();
        Semaphore free = new Semaphore(AT_ONCE);
        for (Map.Entry<AssertionRun, Assertion> entry : begun.entrySet()) {
            if (stopped) {
                break;
            }
            if (runner.isAboutRecords(entry.getValue())) {
                overRecords.add(entry.getKey());
            } else {
                free.acquire();
                plain.add(CompletableFuture.runAsync(
                        () -> check(entry.getValue(), entry.getKey(), free), runner.executor()));
            }
        }
        plain.forEach(CompletableFuture::join);
        boolean any = false;
        for (AssertionRun run : overRecords) {
            any |= !stopped && prepare(jobId, begun.get(run), run);
        }
        totals.tell(jobId);
        return any ? "RECORDS" : "DONE";
    }

    private void check(Assertion assertion, AssertionRun run, Semaphore free) {
        try {
            runner.run(assertion, run);
        } finally {
            live.remove(run.id());
            free.release();
        }
    }

    private Map<AssertionRun, Assertion> begin(long jobId) {
        Map<AssertionRun, Assertion> begun = new LinkedHashMap<>();
        List<AssertionRun> before = runs.ofJob(jobId);
        List<String> busy = new ArrayList<>();
        for (AssertionRun run : before) {
            if (run.finishedAt() == null) {
                assertions
                        .find(run.assertionId())
                        .ifPresent(assertion -> add(Optional.of(run).filter(runs::resume), assertion, begun, busy));
            }
        }
        if (hasCheckedNothing(jobId, before)) {
            Set<Long> known = before.stream().map(AssertionRun::assertionId).collect(Collectors.toSet());
            for (Assertion assertion : assertions.ofJob(jobId)) {
                if (!known.contains(assertion.id())) {
                    add(runs.begin(assertion.id(), jobId), assertion, begun, busy);
                }
            }
        }
        if (!busy.isEmpty()) {
            progress.say(
                    jobId,
                    "Left out, because they are being checked already: "
                            + String.join(", ", busy.subList(0, Math.min(NAMED, busy.size())))
                            + (busy.size() > NAMED ? " and " + (busy.size() - NAMED) + " more" : ""));
        }
        return begun;
    }

    private void add(
            Optional<AssertionRun> begun, Assertion assertion, Map<AssertionRun, Assertion> all, List<String> busy) {
        begun.ifPresentOrElse(
                run -> {
                    // At once: to begin the others may take longer than a lease.
                    live.add(run);
                    all.put(run, assertion);
                },
                () -> busy.add(assertion.name()));
    }

    /** Where it has, all runs had begun; where it has not, it may have been cut off while they did. */
    private boolean hasCheckedNothing(long jobId, List<AssertionRun> before) {
        return before.stream().allMatch(run -> run.finishedAt() == null)
                && parts.ofJob(jobId).isEmpty();
    }

    /** @return whether there are records to check */
    private boolean prepare(long jobId, Assertion assertion, AssertionRun run) {
        try {
            RecordRun records = runner.records(assertion, run);
            if (parts.ofRun(run.id()).isEmpty()) {
                divide(jobId, records);
            }
            live.add(records);
            return true;
        } catch (TimedCall.TookTooLong e) {
            refuse(assertion, run, "Counting the records " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (HangingChecks.StillHangs | AssertionRunner.NotCallable | SecretLost e) {
            refuse(assertion, run, e.getMessage());
        } catch (Exception e) {
            refuse(assertion, run, "The records cannot be read: " + FailureText.of(e));
        }
        return false;
    }

    private void refuse(Assertion assertion, AssertionRun run, String why) {
        runner.finish(assertion, run, RunOutcome.error(why));
        live.remove(run.id());
    }

    private void divide(long jobId, RecordRun records) throws Exception {
        RecordRanges.Division division = ranges.divide(records);
        List<RecordParts.Part> divided = new ArrayList<>();
        String after = null;
        for (int i = 0; i <= division.boundaries().size(); i++) {
            boolean last = i == division.boundaries().size();
            String upTo = last ? null : division.boundaries().get(i);
            divided.add(new RecordParts.Part(records.run().id(), i, after, upTo, null, 0, 0));
            after = upTo;
        }
        parts.divide(jobId, divided);
        runs.expect(records.run().id(), division.records());
    }
}
