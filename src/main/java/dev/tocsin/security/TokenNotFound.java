package dev.tocsin.security;

/** There is no token of that id. */
public class TokenNotFound extends RuntimeException {

    public TokenNotFound(long id) {
        super("There is no token " + id);
    }
}
