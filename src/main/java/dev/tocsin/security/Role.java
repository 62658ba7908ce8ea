package dev.tocsin.security;

import static dev.tocsin.security.Permission.ADMINISTER;
import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;
import static dev.tocsin.security.Permission.REPORT;

import java.util.Locale;
import java.util.Set;

/** What a user or a token is: a name for a set of permissions. */
public enum Role {
    /** A program that opens and resolves issues, and nothing else. */
    REPORTER(REPORT),
    VIEWER(READ),
    OPERATOR(READ, REPORT, OPERATE),
    ADMIN(READ, REPORT, OPERATE, ADMINISTER);

    private final Set<Permission> permissions;

    Role(Permission... permissions) {
        this.permissions = Set.of(permissions);
    }

    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }

    /** As it is stored and shown. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
