package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PauseTest {

    @Test
    void oneIsLetThroughAndTheOthersAreToldHowLongToWait() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
        Clock clock = new Clock() {
            @Override
            public Instant instant() {
                return now.get();
            }

            @Override
            public ZoneOffset getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }
        };
        Pause pause = new Pause(clock, Duration.ofSeconds(5));
        assertThat(pause.ask()).isZero();
        now.updateAndGet(time -> time.plusSeconds(2));
        assertThat(pause.ask()).hasSeconds(3);
        now.updateAndGet(time -> time.plusSeconds(3));
        assertThat(pause.ask()).isZero();
        assertThat(pause.ask()).hasSeconds(5);
    }
}
