package dev.tocsin.security;

import java.security.SecureRandom;

/** Passwords that nobody chose: to be shown once, and changed at the first login. */
public final class RandomPassword {

    /** None that look alike, none that a shell would take for its own. */
    private static final String SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

    private static final int LENGTH = 24;

    private RandomPassword() {}

    public static String next() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            password.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
        }
        return password.toString();
    }
}
