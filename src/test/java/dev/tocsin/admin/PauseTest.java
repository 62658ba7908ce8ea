package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PauseTest {

    @Test
    void oneIsLetThroughAndTheOthersAreToldHowLongToWait() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-11-24T10:00:00Z"));
        Pause pause = new Pause(new TestClock(now::get), Duration.ofSeconds(5));
        assertThat(pause.ask()).isZero();
        now.updateAndGet(time -> time.plusSeconds(2));
        assertThat(pause.ask()).hasSeconds(3);
        now.updateAndGet(time -> time.plusSeconds(3));
        assertThat(pause.ask()).isZero();
        assertThat(pause.ask()).hasSeconds(5);
    }
}
