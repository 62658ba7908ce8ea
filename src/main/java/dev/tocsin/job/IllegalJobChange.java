package dev.tocsin.job;

/** A job cannot be stopped, or restarted, as it is. */
public class IllegalJobChange extends IllegalStateException {

    IllegalJobChange(String message) {
        super(message);
    }
}
