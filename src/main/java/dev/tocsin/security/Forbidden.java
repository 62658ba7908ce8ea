package dev.tocsin.security;

/** The caller may not do this. */
public class Forbidden extends RuntimeException {

    Forbidden(Caller caller, Permission needed) {
        super(
                caller.role() == null
                        ? "Who has not logged in may not " + needed.word()
                        : "The role " + caller.role().word() + " may not " + needed.word());
    }
}
