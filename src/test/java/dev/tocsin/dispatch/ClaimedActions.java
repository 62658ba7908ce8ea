package dev.tocsin.dispatch;

import jakarta.json.JsonValue;
import java.time.Instant;

/** Claimed actions of which a test says what matters to it. */
final class ClaimedActions {

    private ClaimedActions() {}

    static ClaimedAction of(long id, long issueId, Instant at) {
        return of(id, issueId, 4, at, at);
    }

    static ClaimedAction of(long id, long issueId, int triesLeft, Instant dueAt, Instant startedAt) {
        return new ClaimedAction(
                id,
                issueId,
                2,
                "Payment",
                "email",
                JsonValue.EMPTY_JSON_OBJECT,
                1,
                triesLeft,
                dueAt,
                startedAt,
                "key",
                false,
                "node",
                null);
    }
}
