package dev.tocsin.assertion;

import dev.tocsin.platform.InstantColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One check of an assertion, over all its records if it has any.
 *
 * @param jobId null for one that no job did
 * @param finishedAt null while it is under way
 * @param state what came of it; null while it is under way
 * @param expected how many records there were when it began; 0 if that is not known
 * @param checked how many records were checked; 1 if it is not about records
 * @param failing how many of them failed
 * @param opened how many issues it opened
 * @param resolved how many issues it resolved
 * @param message what people should know besides; null for nothing
 */
public record AssertionRun(
        long id,
        long assertionId,
        Long jobId,
        Instant startedAt,
        Instant finishedAt,
        AssertionState state,
        long expected,
        long checked,
        long failing,
        long opened,
        long resolved,
        String message,
        String node) {

    static AssertionRun read(ResultSet row) throws SQLException {
        long job = row.getLong("job_id");
        Long jobId = row.wasNull() ? null : job;
        String state = row.getString("state");
        return new AssertionRun(
                row.getLong("id"),
                row.getLong("assertion_id"),
                jobId,
                InstantColumn.read(row, "started_at"),
                InstantColumn.read(row, "finished_at"),
                state == null ? null : AssertionState.valueOf(state),
                row.getLong("expected"),
                row.getLong("checked"),
                row.getLong("failing"),
                row.getLong("opened"),
                row.getLong("resolved"),
                row.getString("message"),
                row.getString("node"));
    }

    /** Empty while it is under way. */
    public Optional<Duration> duration() {
        return finishedAt == null ? Optional.empty() : Optional.of(Duration.between(startedAt, finishedAt));
    }
}
