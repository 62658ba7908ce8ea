package dev.tocsin.security;

/** The caller may not do this. */
public class Forbidden extends RuntimeException {

    Forbidden(Caller caller, Permission needed) {
        super("The role " + caller.role().word() + " may not " + needed.word());
    }
}
