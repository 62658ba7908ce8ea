package dev.tocsin.security;

/**
 * Who came in by a page or the API.
 *
 * @param kind a person, or a program with a token
 * @param name the user's name, or the token's
 * @param role what it may do
 * @param address where it came from, for the audit trail
 */
public record Caller(Kind kind, String name, Role role, String address) {

    /** The kinds of callers. */
    public enum Kind {
        USER,
        TOKEN
    }

    public boolean may(Permission permission) {
        return role.may(permission);
    }
}
