package dev.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;
import java.time.Duration;

/** The only source of the present. Ticks in microseconds, because that is what the databases store. */
@ApplicationScoped
class SystemClock {

    private static final Clock MICROSECONDS = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1000));

    @Produces
    @Dependent
    Clock clock() {
        return MICROSECONDS;
    }
}
