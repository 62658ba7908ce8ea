package dev.tocsin.dispatch;

import dev.tocsin.platform.Json;
import jakarta.json.JsonValue;
import java.time.Instant;

/**
 * What becomes of an action after an attempt.
 *
 * @param dueAt when it is tried again, if it is planned
 * @param triesLeft how many attempts it may have from now on
 */
record Completion(
        IssueActionState state, Instant dueAt, int triesLeft, Boolean success, JsonValue details, CancelCause cause) {

    /** @param issueOpen whether the issue is still open: only then is there another attempt */
    static Completion of(Outcome outcome, boolean issueOpen, int allowedTries, Backoff backoff) {
        ClaimedAction action = outcome.action();
        int left = action.triesLeft();
        return switch (outcome.kind()) {
            case SUCCEEDED ->
                new Completion(IssueActionState.SUCCEEDED, action.dueAt(), left, true, outcome.details(), null);
            case WITHDRAWN -> withdrawn(outcome, issueOpen, left + 1);
            case REFUSED -> failed(outcome, left);
            case FAILED, TIMED_OUT -> {
                int failures = Math.max(1, allowedTries - left);
                yield left <= 0
                        ? failed(outcome, left)
                        : again(outcome, issueOpen, outcome.at().plus(backoff.after(failures)), left);
            }
            case ABANDONED -> left <= 0 ? failed(outcome, left) : again(outcome, issueOpen, outcome.at(), left);
            case INTERRUPTED -> again(outcome, issueOpen, outcome.at(), left + 1);
        };
    }

    /** Unless the issue has been reopened meanwhile. */
    private static Completion withdrawn(Outcome outcome, boolean issueOpen, int left) {
        Instant due = outcome.action().dueAt();
        return issueOpen
                ? new Completion(IssueActionState.PLANNED, due, left, null, JsonValue.NULL, null)
                : new Completion(
                        IssueActionState.CANCELLED,
                        due,
                        left,
                        null,
                        note("cancelled", outcome.error()),
                        CancelCause.ISSUE_CLOSED);
    }

    private static Completion failed(Outcome outcome, int left) {
        return new Completion(
                IssueActionState.FAILED, outcome.action().dueAt(), left, false, note("error", outcome.error()), null);
    }

    private static Completion again(Outcome outcome, boolean issueOpen, Instant next, int left) {
        if (!issueOpen) {
            JsonValue why = Json.provider()
                    .createObjectBuilder()
                    .add("error", outcome.error())
                    .add("cancelled", "the issue was closed before the next attempt")
                    .build();
            return new Completion(
                    IssueActionState.CANCELLED, outcome.action().dueAt(), left, false, why, CancelCause.ISSUE_CLOSED);
        }
        return new Completion(IssueActionState.PLANNED, next, left, null, note("error", outcome.error()), null);
    }

    /** Details that say one thing. */
    static JsonValue note(String field, String text) {
        return Json.provider().createObjectBuilder().add(field, text).build();
    }
}
