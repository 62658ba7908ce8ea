package dev.tocsin.security;

import dev.tocsin.platform.InvalidInput;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;

/** Logging in to the pages and out of them, where Tocsin keeps the users itself. */
@ApplicationScoped
public class Logins {

    /** How a login went. */
    public enum Outcome {
        /** Logged in. */
        WELCOME,
        /** Logged in, but the pages wait for a new password. */
        CHANGE_PASSWORD,
        /** No such user, a wrong password, or a user who is disabled: it is not told which. */
        REFUSED,
        /** Too many wrong attempts: not even looked at. */
        WAIT
    }

    /**
     * What came of a login.
     *
     * @param retryAfter after how long another attempt is looked at; zero for at once
     */
    public record Result(Outcome outcome, Duration retryAfter) {

        public boolean isLoggedIn() {
            return outcome == Outcome.WELCOME || outcome == Outcome.CHANGE_PASSWORD;
        }
    }

    /** Begins a session, with a new id, if the password is right. */
    public Result login(String name, String password, HttpServletRequest request) {
        throw new UnsupportedOperationException(name);
    }

    /** Ends the session, if there is one. */
    public void logout(HttpServletRequest request) {
        throw new UnsupportedOperationException();
    }

    /** Who is logged in to the pages by this session; empty for nobody, and where the host says who it is. */
    public Optional<User> current(HttpServletRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Changes one's own password. All other sessions of the user end.
     *
     * @throws InvalidInput if the old one is wrong, or the new one is refused
     * @throws IllegalStateException if nobody is logged in
     */
    public void changePassword(String old, String wanted, HttpServletRequest request) {
        throw new UnsupportedOperationException();
    }

    /**
     * Where to go after a login, from the parameter {@code next}: a page of Tocsin, whatever was asked for.
     *
     * @param next null for none
     * @return with the context path before it, ready to be redirected to
     */
    public String destination(String next, HttpServletRequest request) {
        throw new UnsupportedOperationException(next);
    }

    /** Whether Tocsin keeps the users itself, so that there are logins, users and passwords to change here. */
    public boolean areOurs() {
        throw new UnsupportedOperationException();
    }
}
