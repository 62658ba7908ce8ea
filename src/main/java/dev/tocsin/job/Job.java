package dev.tocsin.job;

import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.JsonColumn;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * A job, from its start to its end, restarts included.
 *
 * @param parameters what it was started with
 * @param node where it runs, or ran last
 * @param aliveAt when that node last said so
 * @param finishedAt null while it has not ended
 * @param total how many records there are to check, as far as is known
 * @param done how many of them are checked
 * @param failing how many of those failed
 * @param message what came of it, for people; null for nothing yet
 * @param waited for how long it was not its turn
 */
public record Job(
        long id,
        String name,
        JsonObject parameters,
        Long executionId,
        JobStatus status,
        String node,
        Instant aliveAt,
        Instant createdAt,
        Instant finishedAt,
        long total,
        long done,
        long failing,
        String message,
        Duration waited) {

    static Job read(ResultSet row) throws SQLException {
        long execution = row.getLong("execution_id");
        Long executionId = row.wasNull() ? null : execution;
        JobStatus status = JobStatus.valueOf(row.getString("status"));
        return new Job(
                row.getLong("id"),
                row.getString("name"),
                JsonColumn.read(row.getString("parameters")) instanceof JsonObject object
                        ? object
                        : JsonValue.EMPTY_JSON_OBJECT,
                executionId,
                status,
                row.getString("node"),
                InstantColumn.read(row, "alive_at"),
                InstantColumn.read(row, "created_at"),
                InstantColumn.read(row, "finished_at"),
                row.getLong("total"),
                row.getLong("done"),
                row.getLong("failing"),
                message(row, status),
                Duration.ofMillis(row.getLong("waited_millis")));
    }

    private static String message(ResultSet row, JobStatus status) throws SQLException {
        long waitsFor = row.getLong("waits_for");
        boolean waits = !row.wasNull() && (status == JobStatus.STARTING || status == JobStatus.RUNNING);
        return waits ? "Waiting until job " + waitsFor + " has ended" : row.getString("message");
    }

    /** Records a second, over the time that it has been running so far; empty if there is nothing to tell from. */
    public Optional<Double> rate(Instant now) {
        double seconds = Duration.between(createdAt, finishedAt == null ? now : finishedAt)
                        .minus(waited)
                        .toMillis()
                / 1000.0;
        return done == 0 || seconds <= 0 ? Optional.empty() : Optional.of(done / seconds);
    }

    /** How much longer it will take, if it goes on as it did; empty once it has ended, or before it is known. */
    public Optional<Duration> rest(Instant now) {
        if (status.hasEnded() || total == 0) {
            return Optional.empty();
        }
        return rate(now).map(rate -> Duration.ofMillis((long) (Math.max(0, total - done) / rate * 1000)));
    }
}
