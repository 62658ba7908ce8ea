package dev.tocsin.harness.actions;

import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;

/**
 * The server's clock, and how many seconds it is wrong, which is in the file that {@code TOCSIN_TEST_CLOCK} names. Right
 * if there is none.
 */
@ApplicationScoped
@Alternative
@Priority(1)
public class JumpingClock {

    private static final String FILE = System.getenv("TOCSIN_TEST_CLOCK");
    private static final Duration READ_EVERY = Duration.ofMillis(20);

    private static volatile long readAt = System.nanoTime() - READ_EVERY.toNanos();
    private static volatile long wrong;

    private static long secondsWrong() {
        long now = System.nanoTime();
        if (FILE != null && now - readAt >= READ_EVERY.toNanos()) {
            try {
                wrong = Long.parseLong(Files.readString(Path.of(FILE)).strip());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            readAt = now;
        }
        return wrong;
    }

    @Produces
    @Dependent
    Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.now().plusSeconds(secondsWrong()).truncatedTo(ChronoUnit.MICROS);
            }
        };
    }
}
