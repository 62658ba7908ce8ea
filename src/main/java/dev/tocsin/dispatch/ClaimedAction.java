package dev.tocsin.dispatch;

import dev.tocsin.issue.Issue;
import jakarta.json.JsonObject;
import java.time.Instant;

/**
 * An action that this node has the right to run now.
 *
 * @param attempt which attempt it is, from 1
 * @param triesLeft how many more there may be
 * @param hasNext whether another action of the pass waits for this one to start
 * @param issue as it was when the action was claimed
 */
record ClaimedAction(
        long id,
        long issueId,
        long responderId,
        String watchPattern,
        String targetFunction,
        JsonObject functionKwargs,
        int attempt,
        int triesLeft,
        Instant dueAt,
        Instant startedAt,
        String idempotencyKey,
        boolean hasNext,
        String node,
        Issue issue) {

    ClaimedAction with(Issue found) {
        return new ClaimedAction(
                id,
                issueId,
                responderId,
                watchPattern,
                targetFunction,
                functionKwargs,
                attempt,
                triesLeft,
                dueAt,
                startedAt,
                idempotencyKey,
                hasNext,
                node,
                found);
    }
}
