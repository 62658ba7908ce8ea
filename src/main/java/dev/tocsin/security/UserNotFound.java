package dev.tocsin.security;

/** There is no user of that id. */
public class UserNotFound extends RuntimeException {

    public UserNotFound(long id) {
        super("There is no user " + id);
    }
}
