package dev.tocsin.dispatch;

/** An action cannot go from the state it is in to the one that was asked for. */
public class IllegalActionChange extends IllegalStateException {

    IllegalActionChange(String message) {
        super(message);
    }
}
