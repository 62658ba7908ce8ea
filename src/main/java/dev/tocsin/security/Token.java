package dev.tocsin.security;

import dev.tocsin.platform.InstantColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * What a program shows to be let in; the secret itself is not kept.
 *
 * @param createdBy who made it, as the audit trail names them
 * @param expiresAt from when on it is refused; empty for never
 * @param lastUsedAt to the minute
 */
public record Token(
        long id,
        String name,
        Role role,
        Instant createdAt,
        String createdBy,
        Optional<Instant> expiresAt,
        Optional<Instant> lastUsedAt) {

    static Token read(ResultSet row) throws SQLException {
        return new Token(
                row.getLong("id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                InstantColumn.read(row, "created_at"),
                row.getString("created_by"),
                Optional.ofNullable(InstantColumn.read(row, "expires_at")),
                Optional.ofNullable(InstantColumn.read(row, "last_used_at")));
    }

    boolean isExpired(Instant now) {
        return expiresAt.isPresent() && !now.isBefore(expiresAt.get());
    }
}
