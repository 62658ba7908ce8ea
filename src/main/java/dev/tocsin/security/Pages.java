package dev.tocsin.security;

import static dev.tocsin.security.Permission.ADMINISTER;
import static dev.tocsin.security.Permission.READ;
import static java.util.Map.entry;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What it takes to see each page. One that is not named here is shown to nobody. */
public final class Pages {

    /** The header of a request by which a page that is open asks for what is new, without anybody at it. */
    public static final String REFRESH = "X-Tocsin-Refresh";

    static final String ROOT = "/tocsin";
    static final String FIRST = "/tocsin/index.xhtml";
    static final String LOGIN = "/tocsin/login.xhtml";
    static final String PASSWORD = "/tocsin/password.xhtml";

    static final Map<String, Permission> NEEDS = Map.ofEntries(
            entry("index", READ),
            entry("issues", READ),
            entry("issue", READ),
            entry("responders", READ),
            entry("responder", READ),
            entry("actions", READ),
            entry("assertions", READ),
            entry("assertion", READ),
            entry("settings", ADMINISTER),
            entry("users", ADMINISTER),
            entry("tokens", ADMINISTER),
            entry("audit", ADMINISTER));

    /** For anybody. */
    static final Set<String> OPEN = Set.of("login", "error", "expired", "forbidden", "not-found");

    private Pages() {}

    /** Whether a path, from the application's root, is one of a page. */
    public static boolean has(String path) {
        return path.equals(ROOT) || path.startsWith(ROOT + "/");
    }

    static boolean isOpen(String path) {
        return OPEN.contains(name(path));
    }

    static boolean isPassword(String path) {
        return path.equals(PASSWORD);
    }

    /** Empty for a page that nobody may see. */
    static Optional<Permission> needed(String path) {
        return Optional.ofNullable(NEEDS.get(name(path)));
    }

    private static String name(String path) {
        if (path.equals(ROOT) || path.equals(ROOT + "/")) {
            return "index";
        }
        return path.startsWith(ROOT + "/") && path.endsWith(".xhtml")
                ? path.substring(ROOT.length() + 1, path.length() - ".xhtml".length())
                : "";
    }
}
