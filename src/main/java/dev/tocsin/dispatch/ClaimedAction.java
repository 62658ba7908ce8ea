package dev.tocsin.dispatch;

import dev.tocsin.issue.Issue;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.JsonColumn;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
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

    /** What {@link #read} reads. */
    static final String COLUMNS =
            "id, issue_id, responder_id, watch_pattern, target_function, function_kwargs, attempts, tries_left,"
                    + " due_at, started_at, idempotency_key, has_next, node";

    /** Without its issue. */
    static ClaimedAction read(ResultSet row) throws SQLException {
        JsonValue kwargs = JsonColumn.read(row.getString("function_kwargs"));
        return new ClaimedAction(
                row.getLong("id"),
                row.getLong("issue_id"),
                row.getLong("responder_id"),
                row.getString("watch_pattern"),
                row.getString("target_function"),
                kwargs instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT,
                row.getInt("attempts"),
                row.getInt("tries_left"),
                InstantColumn.read(row, "due_at"),
                InstantColumn.read(row, "started_at"),
                row.getString("idempotency_key"),
                row.getBoolean("has_next"),
                row.getString("node"),
                null);
    }

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
