package dev.tocsin.security;

import dev.tocsin.platform.Problems;
import java.util.regex.Pattern;

/** What names and passwords have to be like. No message tells a password. */
final class UserRules {

    static final int SHORTEST_PASSWORD = 12;
    static final int LONGEST_PASSWORD = 200;

    /** No colon: Basic could not carry it. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,99}");

    private UserRules() {}

    static void checkName(String name, Problems problems) {
        if (name == null || !NAME.matcher(name).matches()) {
            problems.add(
                    "name",
                    (name == null || name.isEmpty() ? "is empty" : "is " + Problems.shown(name))
                            + "; needed are 1 to 100 letters, digits, and the signs . _ - @, a letter or digit first");
        }
    }

    static void checkPassword(String password, String name, String path, Problems problems) {
        int length = password == null ? 0 : password.length();
        if (length < SHORTEST_PASSWORD || length > LONGEST_PASSWORD) {
            problems.add(
                    path, "has " + length + " characters; needed are " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD);
        } else if (password.equalsIgnoreCase(name)) {
            problems.add(path, "is the user's name; needed is one that nobody guesses");
        }
    }

    static void checkRole(Role role, Problems problems) {
        if (role == null) {
            problems.add("role", "is missing; needed is viewer, operator or admin");
        } else if (role == Role.REPORTER) {
            problems.add("role", "is \"reporter\", which is for tokens; needed is viewer, operator or admin");
        }
    }
}
