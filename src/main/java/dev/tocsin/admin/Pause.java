package dev.tocsin.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Lets something happen once in a while, on this node. */
final class Pause {

    private final Clock clock;
    private final Duration between;
    private Instant free = Instant.MIN;

    Pause(Clock clock, Duration between) {
        this.clock = clock;
        this.between = between;
    }

    /** How long to wait; zero for whoever may now, and nobody else for a while. */
    synchronized Duration ask() {
        Instant now = clock.instant();
        if (now.isBefore(free)) {
            return Duration.between(now, free);
        }
        free = now.plus(between);
        return Duration.ZERO;
    }
}
