package dev.tocsin.platform;

/** A stored secret cannot be read, because its key is not in the configuration, or it was tampered with. */
public class SecretLost extends RuntimeException {

    SecretLost(String message) {
        super(message);
    }
}
