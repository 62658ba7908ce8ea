package dev.tocsin.security;

import java.util.Locale;

/**
 * Who came in by a page or the API.
 *
 * @param kind a person, or a program with a token
 * @param name the user's name, or the token's
 * @param role what it may do; null for one who has not said who it is, and may do nothing
 * @param address where it came from, for the audit trail
 */
public record Caller(Kind kind, String name, Role role, String address) {

    /** What the audit trail says where there is no caller. */
    static final String CODE = "code";

    /** The kinds of callers. */
    public enum Kind {
        USER,
        TOKEN
    }

    /** On the pages that are for everybody. */
    static Caller nobody(String address) {
        return new Caller(Kind.USER, "nobody", null, address);
    }

    public boolean may(Permission permission) {
        return role != null && role.may(permission);
    }

    /** As the histories name it: {@code user:anna}. */
    public String text() {
        return kind.name().toLowerCase(Locale.ROOT) + ":" + name;
    }
}
