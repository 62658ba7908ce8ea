package dev.tocsin.telemetry;

import dev.tocsin.platform.InstantColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;

/**
 * A node, as it told of itself last.
 *
 * @param running how many actions it was running
 * @param workers how many it runs at the same time, at the most
 * @param timers whether it sees by itself to what is due later
 * @param up whether it told so a short time ago
 */
public record Node(
        String name,
        String version,
        Instant startedAt,
        Instant aliveAt,
        int running,
        int workers,
        boolean timers,
        boolean up) {

    static Node read(ResultSet row, Instant upSince) throws SQLException {
        Instant alive = InstantColumn.read(row, "alive_at");
        return new Node(
                row.getString("name"),
                row.getString("version"),
                InstantColumn.read(row, "started_at"),
                alive,
                row.getInt("running"),
                row.getInt("workers"),
                row.getBoolean("timers"),
                !alive.isBefore(upSince));
    }
}
