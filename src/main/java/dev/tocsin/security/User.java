package dev.tocsin.security;

import dev.tocsin.platform.InstantColumn;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A person who may log in.
 *
 * @param passwordVersion rises with each new password: whoever logged in by the old one has to again
 * @param mustChangePassword whether the pages let the person in only once the password is a new one
 */
public record User(
        long id,
        String name,
        Role role,
        boolean enabled,
        boolean mustChangePassword,
        long passwordVersion,
        Instant createdAt,
        Optional<Instant> lastLoginAt) {

    static User read(ResultSet row) throws SQLException {
        return new User(
                row.getLong("id"),
                row.getString("name"),
                Role.valueOf(row.getString("role")),
                row.getBoolean("enabled"),
                row.getBoolean("must_change_password"),
                row.getLong("password_version"),
                InstantColumn.read(row, "created_at"),
                Optional.ofNullable(InstantColumn.read(row, "last_login_at")));
    }
}
