package dev.tocsin.action;

/** An action failed in a way that trying again cannot mend, such as an address that does not exist. */
public class PermanentFailure extends Exception {

    public PermanentFailure(String message) {
        super(message);
    }

    public PermanentFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
