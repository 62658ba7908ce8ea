package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Json;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CompletionTest {

    private static final Instant DUE = Instant.parse("2026-11-23T20:00:00Z");
    private static final Instant AT = Instant.parse("2026-11-23T20:15:00Z");
    private static final int ALLOWED = 5;
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(60));
    private static final JsonValue RESULT = Json.parse("{\"sent\":true}");

    /** The next attempt in seconds after the failed one; no number where the due time stays as it was. */
    @ParameterizedTest(name = "{0}, {1} tries left, open {2}: {3}")
    @CsvSource({
        // kind, tries left, open, state, next in s, tries left then, success, cause
        "SUCCEEDED,   4, true,  SUCCEEDED,   ,  4, true,  ",
        "SUCCEEDED,   0, true,  SUCCEEDED,   ,  0, true,  ",
        "SUCCEEDED,   4, false, SUCCEEDED,   ,  4, true,  ",
        "SUCCEEDED,   0, false, SUCCEEDED,   ,  0, true,  ",
        "REFUSED,     4, true,  FAILED,      ,  4, false, ",
        "REFUSED,     0, true,  FAILED,      ,  0, false, ",
        "REFUSED,     4, false, FAILED,      ,  4, false, ",
        "FAILED,      4, true,  PLANNED,   10,  4, ,      ",
        "FAILED,      3, true,  PLANNED,   20,  3, ,      ",
        "FAILED,      2, true,  PLANNED,   40,  2, ,      ",
        "FAILED,      1, true,  PLANNED,   60,  1, ,      ",
        "FAILED,      0, true,  FAILED,      ,  0, false, ",
        "FAILED,      4, false, CANCELLED,   ,  4, false, ISSUE_CLOSED",
        "FAILED,      1, false, CANCELLED,   ,  1, false, ISSUE_CLOSED",
        "FAILED,      0, false, FAILED,      ,  0, false, ",
        // more tries than are allowed now: the setting was lowered meanwhile
        "FAILED,      9, true,  PLANNED,   10,  9, ,      ",
        "TIMED_OUT,   4, true,  PLANNED,   10,  4, ,      ",
        "TIMED_OUT,   1, true,  PLANNED,   60,  1, ,      ",
        "TIMED_OUT,   0, true,  FAILED,      ,  0, false, ",
        "TIMED_OUT,   4, false, CANCELLED,   ,  4, false, ISSUE_CLOSED",
        // another node takes over at once
        "ABANDONED,   4, true,  PLANNED,    0,  4, ,      ",
        "ABANDONED,   1, true,  PLANNED,    0,  1, ,      ",
        "ABANDONED,   0, true,  FAILED,      ,  0, false, ",
        "ABANDONED,   4, false, CANCELLED,   ,  4, false, ISSUE_CLOSED",
        "ABANDONED,   0, false, FAILED,      ,  0, false, ",
        // a stopped server is no fault of the action's: the try is given back
        "INTERRUPTED, 4, true,  PLANNED,    0,  5, ,      ",
        "INTERRUPTED, 0, true,  PLANNED,    0,  1, ,      ",
        "INTERRUPTED, 4, false, CANCELLED,   ,  5, false, ISSUE_CLOSED",
        "INTERRUPTED, 0, false, CANCELLED,   ,  1, false, ISSUE_CLOSED",
        // it did not begin, because its issue had been closed
        "WITHDRAWN,   4, false, CANCELLED,   ,  5, ,      ISSUE_CLOSED",
        "WITHDRAWN,   0, false, CANCELLED,   ,  1, ,      ISSUE_CLOSED",
    })
    void decidesWhatBecomesOfTheAction(
            Outcome.Kind kind,
            int left,
            boolean open,
            IssueActionState state,
            Integer nextInSeconds,
            int leftThen,
            Boolean success,
            CancelCause cause) {
        Completion completion = Completion.of(outcome(kind, left), open, ALLOWED, BACKOFF);

        assertThat(completion.state()).isEqualTo(state);
        assertThat(completion.dueAt()).isEqualTo(nextInSeconds == null ? DUE : AT.plusSeconds(nextInSeconds));
        assertThat(completion.triesLeft()).isEqualTo(leftThen);
        assertThat(completion.success()).isEqualTo(success);
        assertThat(completion.cause()).isEqualTo(cause);
    }

    @Test
    void keepsWhatASuccessReturned() {
        assertThat(Completion.of(outcome(Outcome.Kind.SUCCEEDED, 4), true, ALLOWED, BACKOFF)
                        .details())
                .isEqualTo(RESULT);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.Kind.class,
            names = {"FAILED", "REFUSED", "TIMED_OUT", "ABANDONED", "INTERRUPTED"})
    void keepsTheErrorOfWhatDidNotSucceed(Outcome.Kind kind) {
        assertThat(Completion.of(outcome(kind, 3), true, ALLOWED, BACKOFF).details())
                .isEqualTo(Json.parse("{\"error\":\"connection refused\"}"));
    }

    @Test
    void saysWhyThereIsNoOtherAttemptOnceTheIssueIsClosed() {
        assertThat(Completion.of(outcome(Outcome.Kind.FAILED, 3), false, ALLOWED, BACKOFF)
                        .details())
                .isEqualTo(Json.parse("""
                        {"error": "connection refused",
                         "cancelled": "the issue was closed before the next attempt"}
                        """));
    }

    @Test
    void saysWhyWhatWasWithdrawnDidNotBegin() {
        assertThat(Completion.of(outcome(Outcome.Kind.WITHDRAWN, 3), false, ALLOWED, BACKOFF)
                        .details())
                .isEqualTo(Json.parse("{\"cancelled\":\"connection refused\"}"));
    }

    @Test
    void doesNotWaitLongerThanTheLongestGapHoweverManyTriesThereWere() {
        Completion completion = Completion.of(outcome(Outcome.Kind.FAILED, 1), true, Integer.MAX_VALUE, BACKOFF);

        assertThat(completion.dueAt()).isEqualTo(AT.plusSeconds(60));
    }

    private static Outcome outcome(Outcome.Kind kind, int triesLeft) {
        ClaimedAction action = ClaimedActions.of(7, 3, triesLeft, DUE, AT.minusSeconds(1));
        return kind == Outcome.Kind.SUCCEEDED
                ? Outcome.succeeded(action, AT, RESULT)
                : Outcome.failed(action, kind, AT, "connection refused");
    }
}
