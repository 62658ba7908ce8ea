package dev.tocsin.responder;

/** A watch pattern that cannot be used. The message begins with a verb, to follow the name of the field. */
public class PatternRefused extends IllegalArgumentException {

    PatternRefused(String message) {
        super(message);
    }
}
