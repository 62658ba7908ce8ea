package dev.tocsin.api;

import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problems;
import dev.tocsin.security.AuditEntry;
import dev.tocsin.security.Role;
import dev.tocsin.security.Token;
import dev.tocsin.security.User;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The JSON of users, tokens and the audit trail. */
final class SecurityBodies {

    private SecurityBodies() {}

    static JsonValue user(User user) {
        return Bodies.object()
                .add("id", user.id())
                .add("name", user.name())
                .add("role", user.role().word())
                .add("enabled", user.enabled())
                .add("must_change_password", user.mustChangePassword())
                .add("created_at", Bodies.time(user.createdAt()))
                .add("last_login_at", Bodies.time(user.lastLoginAt().orElse(null)))
                .build();
    }

    static JsonObjectBuilder token(Token token) {
        return Bodies.object()
                .add("id", token.id())
                .add("name", token.name())
                .add("role", token.role().word())
                .add("created_at", Bodies.time(token.createdAt()))
                .add("created_by", token.createdBy())
                .add("expires_at", Bodies.time(token.expiresAt().orElse(null)))
                .add("last_used_at", Bodies.time(token.lastUsedAt().orElse(null)));
    }

    static JsonValue entry(AuditEntry entry) {
        return Bodies.object()
                .add("id", entry.id())
                .add("at", Bodies.time(entry.at()))
                .add("who", entry.who())
                .add("address", Bodies.text(entry.address()))
                .add("what", entry.what())
                .add("subject", entry.subject())
                .add("before", entry.before())
                .add("after", entry.after())
                .build();
    }

    /** Null, and noted, if it is missing or none of those. */
    static Role role(JsonFields fields, Problems problems, Role... choices) {
        String word = fields.requiredText("role");
        if (word == null) {
            return null;
        }
        return Arrays.stream(choices)
                .filter(role -> role.word().equals(word))
                .findFirst()
                .orElseGet(() -> {
                    problems.add(
                            "role",
                            "is " + Problems.shown(word) + "; needed is one of "
                                    + Arrays.stream(choices).map(Role::word).collect(Collectors.joining(", ")));
                    return null;
                });
    }

    static Instant time(JsonFields fields, String field, Problems problems) {
        String text = fields.text(field).orElse(null);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1 && time.getYear() <= 9999) {
                return time.toInstant();
            }
        } catch (DateTimeParseException notATime) {
            // refused below, as one that no database can hold is
        }
        problems.add(
                field, "is " + Problems.shown(text) + "; needed is a time such as 2026-11-23T20:15:00Z (ISO 8601)");
        return null;
    }
}
