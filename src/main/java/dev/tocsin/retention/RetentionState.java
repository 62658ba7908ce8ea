package dev.tocsin.retention;

import dev.tocsin.platform.InstantColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * When old rows were last deleted, and how many.
 *
 * @param node that did it; null if that never was
 * @param startedAt null if that never was
 * @param finishedAt null if it is under way, or was cut off
 * @param issues that were deleted, with all that was done about them
 * @param actions of issues that are still there
 * @param entries of the audit trail, and times at which issues were seen
 */
public record RetentionState(
        String node, Instant startedAt, Instant finishedAt, long issues, long actions, long entries) {

    static RetentionState read(ResultSet row) throws SQLException {
        return new RetentionState(
                row.getString("node"),
                InstantColumn.read(row, "started_at"),
                InstantColumn.read(row, "finished_at"),
                row.getLong("issues"),
                row.getLong("actions"),
                row.getLong("entries"));
    }

    /** When it last began, whether or not it has ended. */
    public Optional<Instant> lastAt() {
        return Optional.ofNullable(startedAt);
    }

    public boolean isUnderWay() {
        return startedAt != null && finishedAt == null;
    }
}
