package dev.tocsin.security;

import java.io.Serializable;
import java.time.Instant;

/** What a session knows of who logged in; who that is by now, the table of users says at each request. */
record PageLogin(long userId, long passwordVersion, Instant at) implements Serializable {

    static final String ATTRIBUTE = "tocsin.login";

    /** When somebody last did something in the session: a page that refreshes itself is nobody. */
    static final String LAST_USED = "tocsin.last-used";
}
