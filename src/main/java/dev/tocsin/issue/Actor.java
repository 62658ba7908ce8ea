package dev.tocsin.issue;

import dev.tocsin.platform.Text;
import dev.tocsin.security.Caller;
import dev.tocsin.security.CurrentCaller;

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
        /** A person. */
        USER,
        /** A program with a token. */
        TOKEN,
        /** A check. */
        ASSERTION
    }

    private static final int MOST = 200;

    public static final Actor CODE = new Actor(Kind.CODE, null);

    /** Who is calling; the application's own code if nobody is. */
    public static Actor of(CurrentCaller caller) {
        return caller.get()
                .map(is -> new Actor(is.kind() == Caller.Kind.USER ? Kind.USER : Kind.TOKEN, is.name()))
                .orElse(CODE);
    }

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
