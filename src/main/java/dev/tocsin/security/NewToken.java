package dev.tocsin.security;

/**
 * A token that was just made.
 *
 * @param secret to be shown once: nobody can tell it again
 */
public record NewToken(Token token, String secret) {

    @Override
    public String toString() {
        return "NewToken[" + token + "]";
    }
}
