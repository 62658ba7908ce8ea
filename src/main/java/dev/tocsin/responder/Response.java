package dev.tocsin.responder;

import dev.tocsin.dispatch.CancelCause;
import dev.tocsin.dispatch.Plan;
import dev.tocsin.dispatch.PlannedBefore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Decides which actions of the responders that match an issue are to be planned, given what was planned
 * for it before. Pure.
 *
 * @param issueId the issue
 * @param openedAt when it was created or last reopened: delays count from then
 * @param before what was planned for it before
 */
record Response(long issueId, Instant openedAt, List<PlannedBefore> before) {

    /** Why it is asked. */
    enum Trigger {
        /** The issue is new, or the responders have changed. */
        MATCH(false),
        /** The issue was seen again, or reopened: who allows a retry gets a further pass. */
        RETRY(true);

        private final boolean further;

        Trigger(boolean further) {
            this.further = further;
        }
    }

    /**
     * What one responder is to do, in the order in which it starts.
     *
     * @param now what the delays of a further pass count from
     */
    List<Plan> of(PatternIndex.Watcher watcher, Trigger trigger, Instant now) {
        boolean underWay = before.stream()
                .anyMatch(
                        row -> row.responderId() == watcher.id() && !row.state().ended());
        boolean further = watcher.allowRetry() && trigger.further && !underWay;
        List<Plan> chain = new ArrayList<>();
        for (PatternIndex.Task task : watcher.tasks()) {
            Optional<PlannedBefore> latest = latest(task);
            if (latest.isEmpty() || wasCancelledByEvents(latest.get())) {
                chain.add(plan(watcher, task, latest, openedAt));
            } else if (further && latest.get().state().ended()) {
                chain.add(plan(watcher, task, latest, now));
            }
        }
        chain.sort(Comparator.comparing(Plan::dueAt));
        return chain;
    }

    /**
     * What is planned and has never started, but that no responder asks for as it is now: planned by a
     * node that did not know of a change yet.
     */
    List<Long> outdated(List<PatternIndex.Watcher> matching) {
        Map<Long, Long> revisions = new TreeMap<>();
        matching.forEach(watcher -> watcher.tasks().forEach(task -> revisions.put(task.id(), task.revision())));
        return before.stream()
                .filter(row -> row.state() == dev.tocsin.dispatch.IssueActionState.PLANNED && row.attempts() == 0)
                .filter(row -> {
                    Long revision = revisions.get(row.responderActionId());
                    return revision == null || row.revision() < revision;
                })
                .map(PlannedBefore::id)
                .toList();
    }

    /** The same, once those have been cancelled. */
    Response without(List<Long> cancelled) {
        return new Response(
                issueId,
                openedAt,
                before.stream()
                        .map(row -> cancelled.contains(row.id()) ? row.cancelled(CancelCause.RESPONDER_CHANGED) : row)
                        .toList());
    }

    private Optional<PlannedBefore> latest(PatternIndex.Task task) {
        return before.stream()
                .filter(row -> row.responderActionId() == task.id())
                .max(Comparator.comparingInt(PlannedBefore::pass));
    }

    private static boolean wasCancelledByEvents(PlannedBefore row) {
        return row.cancelCause() == CancelCause.ISSUE_CLOSED || row.cancelCause() == CancelCause.RESPONDER_CHANGED;
    }

    private Plan plan(
            PatternIndex.Watcher watcher, PatternIndex.Task task, Optional<PlannedBefore> latest, Instant from) {
        return new Plan(
                issueId,
                watcher.id(),
                task.id(),
                latest.map(row -> row.pass() + 1).orElse(0),
                task.revision(),
                watcher.pattern().toString(),
                task.targetFunction(),
                task.functionKwargs(),
                from.plusSeconds(task.delaySec()));
    }
}
