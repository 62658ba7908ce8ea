package dev.tocsin.assertion;

import dev.tocsin.issue.Actor;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.NewIssue;
import dev.tocsin.issue.Opening;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.issue.UnresolvedIssue;
import dev.tocsin.platform.FailureText;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A run over records, while it is under way on this node: what comes of each record, and what it means for
 * the issues. Its threads share it.
 */
final class RecordRun {

    private static final int EXAMPLES = 10;

    /** What is to be done for the records that failed, or that pass again. */
    static final class Findings {
        private final List<Failed> toOpen = new ArrayList<>();
        private final List<Long> toResolve = new ArrayList<>();
        private final Map<String, Integer> softFailures = new LinkedHashMap<>();

        boolean isEmpty() {
            return toOpen.isEmpty() && toResolve.isEmpty() && softFailures.isEmpty();
        }

        void addAll(Findings more) {
            toOpen.addAll(more.toOpen);
            toResolve.addAll(more.toResolve);
            softFailures.putAll(more.softFailures);
        }
    }

    /** A record that has failed as often as it takes. */
    private record Failed(String recordId, JsonValue details) {}

    private final AssertionRun run;
    private final Definition definition;
    private final String recordType;
    private final IssueService issues;
    private final SoftFailures softFailures;
    private final KnownIssues known;
    private final boolean anySoft;

    /** Of the records that are about to be checked; each goes when it is. */
    private final Map<String, SoftFailures.Failures> soft = new ConcurrentHashMap<>();

    private final AtomicInteger mayOpen;
    private final AtomicLong opened = new AtomicLong();
    private final AtomicLong resolved = new AtomicLong();
    private final AtomicLong notOpened = new AtomicLong();
    private final AtomicLong errors = new AtomicLong();
    private final List<String> examples = new ArrayList<>();
    private volatile String firstError;
    private volatile String brokenBy;

    RecordRun(
            AssertionRun run,
            Definition definition,
            String recordType,
            IssueService issues,
            SoftFailures softFailures) {
        this.run = run;
        this.definition = definition;
        this.recordType = recordType;
        this.issues = issues;
        this.softFailures = softFailures;
        this.known = KnownIssues.of(issues, definition.name(), recordType);
        this.mayOpen = new AtomicInteger(Math.max(0, definition.maxIssues() - known.open()));
        this.anySoft = definition.attempts() > 1 && softFailures.any(run.assertionId());
    }

    AssertionRun run() {
        return run;
    }

    Definition definition() {
        return definition;
    }

    String recordType() {
        return recordType;
    }

    /**
     * To be told before some records are checked: a page at a time, because there may be more that have failed than there is
     * room for.
     */
    void checksNext(Supplier<List<String>> recordIds) {
        if (anySoft) {
            softFailures.each(run.assertionId(), recordIds.get(), soft);
        }
    }

    /** Whether a record that passes can be passed over without looking what it is called. */
    boolean nothingKnown() {
        return known.isEmpty() && soft.isEmpty();
    }

    void passed(String recordId, Findings findings) {
        findings.toResolve.addAll(KnownIssues.openOnes(known.strike(recordId)));
        if (soft.remove(recordId) != null) {
            findings.softFailures.put(recordId, 0);
        }
    }

    void failed(String recordId, JsonValue details, Findings findings) {
        if (!known.strike(recordId).isEmpty()) {
            return;
        }
        if (definition.attempts() > 1) {
            SoftFailures.Failures before = soft.remove(recordId);
            int failures = before == null ? 1 : before.runId() == run.id() ? before.count() : before.count() + 1;
            if (failures < definition.attempts()) {
                findings.softFailures.put(recordId, failures);
                return;
            }
            findings.softFailures.put(recordId, 0);
        }
        if (mayOpen.getAndDecrement() > 0) {
            findings.toOpen.add(new Failed(recordId, details));
        } else {
            mayOpen.set(0);
            notOpened.incrementAndGet();
            synchronized (examples) {
                if (examples.size() < EXAMPLES) {
                    examples.add(recordId);
                }
            }
        }
    }

    /** The check could not tell for that record; its issue stays as it is. */
    void threw(String recordId, Throwable failure) {
        known.strike(recordId);
        soft.remove(recordId);
        errors.incrementAndGet();
        if (firstError == null) {
            firstError = recordType + " " + recordId + ": " + FailureText.of(failure);
        }
    }

    /** Nothing more can be found out. */
    void breakOff(String why) {
        brokenBy = why;
    }

    boolean isBroken() {
        return brokenBy != null;
    }

    /** In transactions of their own; those that are there already are left alone. */
    void apply(Findings findings) {
        Actor by = actor();
        List<Opening> openings = new ArrayList<>();
        for (Failed failed : findings.toOpen) {
            openings.add(Opening.once(
                    new NewIssue(definition.name(), failed.details(), RecordRef.of(recordType, failed.recordId()))));
        }
        for (int from = 0; from < openings.size(); from += 1000) {
            opened.addAndGet(issues.openAll(openings.subList(from, Math.min(openings.size(), from + 1000)), by).stream()
                    .filter(dev.tocsin.issue.Occurrence::created)
                    .count());
        }
        resolve(findings.toResolve, "The record passes again");
        softFailures.count(run.assertionId(), run.id(), findings.softFailures);
    }

    private void resolve(List<Long> ids, String why) {
        if (!ids.isEmpty()) {
            resolved.addAndGet(issues.resolveEach(ids, why, actor()));
        }
    }

    private Actor actor() {
        return new Actor(Actor.Kind.ASSERTION, definition.name());
    }

    /** The records with issues that were not seen: gone, or seen before this run was cut off. */
    Map<String, List<UnresolvedIssue>> unseen() {
        return known.left();
    }

    void gone(List<UnresolvedIssue> issuesOfRecord, String why) {
        resolve(KnownIssues.openOnes(issuesOfRecord), why);
    }

    /**
     * Says what came of it, once all records were checked.
     *
     * @param checked how many were, restarts included
     */
    RunOutcome finish(long checked, long failing, boolean complete) {
        if (isBroken()) {
            return outcome(AssertionState.ERROR, checked, failing, brokenBy);
        }
        if (complete) {
            softFailures.forget(run.assertionId(), run.id());
        }
        tellOfTooMany(failing);
        if (errors.get() > 0) {
            return outcome(
                    AssertionState.ERROR,
                    checked,
                    failing,
                    "The check could not tell for " + errors + " records, the first of them " + firstError);
        }
        String message = notOpened.get() == 0
                ? null
                : notOpened + " failing records have no issue of their own, because there are " + definition.maxIssues()
                        + " already";
        return outcome(failing > 0 ? AssertionState.FAILING : AssertionState.PASSING, checked, failing, message);
    }

    private void tellOfTooMany(long failing) {
        if (notOpened.get() > 0) {
            if (known.summaries().isEmpty()) {
                Map<String, Object> details = new LinkedHashMap<>();
                details.put("records_failing", failing);
                details.put("without_issue", notOpened.get());
                details.put("max_issues", definition.maxIssues());
                details.put("examples", List.copyOf(examples));
                issues.openAll(List.of(Opening.once(NewIssue.of(definition.name(), details, null))), actor());
                opened.incrementAndGet();
            }
        } else {
            resolve(known.summaries(), "Every failing record has an issue of its own");
        }
    }

    private RunOutcome outcome(AssertionState state, long checked, long failing, String message) {
        return new RunOutcome(state, checked, failing, opened.get(), resolved.get(), message);
    }
}
