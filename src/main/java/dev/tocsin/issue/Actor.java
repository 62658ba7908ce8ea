package dev.tocsin.issue;

import dev.tocsin.platform.Text;

/**
 * Who did something.
 *
 * @param kind what kind of actor
 * @param name which one; null where the kind says it all
 */
public record Actor(Kind kind, String name) {

    /** The kinds of actors. */
    public enum Kind {
        /** The application's own code. */
        CODE,
        /** A program over REST that did not say who it is. */
        API,
        /** A person. */
        USER,
        /** A program with a token. */
        TOKEN,
        /** A check. */
        ASSERTION
    }

    private static final int MOST = 200;

    public static final Actor CODE = new Actor(Kind.CODE, null);
    public static final Actor API = new Actor(Kind.API, null);

    public static Actor user(String name) {
        return new Actor(Kind.USER, name);
    }

    /** As it is stored and shown: {@code code}, {@code user:alice}. */
    public String text() {
        String word = kind.name().toLowerCase(java.util.Locale.ROOT);
        String whole = name == null ? word : word + ":" + name;
        return Text.visible(whole.length() <= MOST ? whole : whole.substring(0, MOST));
    }
}
