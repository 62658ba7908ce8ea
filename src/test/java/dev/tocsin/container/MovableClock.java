package dev.tocsin.container;

import dev.tocsin.harness.TestClock;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A clock that goes, and that a test can put forward. */
@ApplicationScoped
@Alternative
@Priority(1)
public class MovableClock {

    private static volatile Duration ahead = Duration.ZERO;

    /** Puts it forward. */
    static void move(Duration by) {
        ahead = ahead.plus(by);
    }

    @Produces
    @Dependent
    Clock clock() {
        return new TestClock(() -> Instant.now().plus(ahead).truncatedTo(ChronoUnit.MICROS));
    }
}
