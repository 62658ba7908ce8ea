package dev.tocsin.launch;

/** Says why, to a person. */
final class StartFailure extends RuntimeException {
    StartFailure(String message) {
        super(message);
    }
}
