package dev.tocsin.security;

import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.JsonColumn;
import jakarta.json.JsonValue;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * Who did what.
 *
 * @param who {@code user:anna}, {@code token:ci}, {@code code}
 * @param address where they came from; empty for code
 * @param what a word such as {@code responder.update}: see {@link AuditTrail}
 * @param subject what it was done to, for people
 * @param before what of it was otherwise before; JSON null for nothing
 * @param after what it is now; JSON null for nothing
 */
public record AuditEntry(
        long id,
        Instant at,
        String who,
        Optional<String> address,
        String what,
        String subject,
        JsonValue before,
        JsonValue after) {

    static AuditEntry read(ResultSet row) throws SQLException {
        return new AuditEntry(
                row.getLong("id"),
                InstantColumn.read(row, "at"),
                row.getString("who"),
                Optional.ofNullable(row.getString("address")),
                row.getString("what"),
                row.getString("subject"),
                JsonColumn.read(row.getString("was")),
                JsonColumn.read(row.getString("became")));
    }
}
