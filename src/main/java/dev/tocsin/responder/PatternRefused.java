package dev.tocsin.responder;

import java.util.OptionalInt;

/** A watch pattern that cannot be used. The message begins with a verb, to follow the name of the field. */
public class PatternRefused extends IllegalArgumentException {

    /** Negative if it is not at one position. */
    private final int position;

    PatternRefused(String message) {
        this(message, -1);
    }

    PatternRefused(String message, int position) {
        super(message);
        this.position = position;
    }

    /** Where in the pattern the mistake is, from 0; empty if it is not at one position. */
    public OptionalInt position() {
        return position < 0 ? OptionalInt.empty() : OptionalInt.of(position);
    }
}
