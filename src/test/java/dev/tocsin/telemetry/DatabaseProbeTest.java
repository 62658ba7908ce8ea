package dev.tocsin.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DatabaseProbeTest {

    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean broken;

    private final DatabaseProbe probe = new DatabaseProbe(this::ask, Runnable::run, nanos::get, Duration.ofSeconds(10));

    private void ask() {
        asked.incrementAndGet();
        if (broken) {
            throw new IllegalStateException("no connection");
        }
    }

    private void later(long millis) {
        nanos.addAndGet(Duration.ofMillis(millis).toNanos());
    }

    @Test
    void itIsAskedOnceASecondHoweverOftenAnyoneWantsToKnow() {
        for (int i = 0; i < 1000; i++) {
            assertThat(probe.answers()).isTrue();
        }
        assertThat(asked).hasValue(1);
        later(1000);
        assertThat(probe.answers()).isTrue();
        assertThat(asked).hasValue(1);
        later(1);
        assertThat(probe.answers()).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void itIsDownAndUpAgainWithinASecond() {
        assertThat(probe.answers()).isTrue();
        broken = true;
        later(1001);
        assertThat(probe.answers()).isFalse();
        broken = false;
        assertThat(probe.answers()).isFalse();
        later(1001);
        assertThat(probe.answers()).isTrue();
    }

    @Test
    void whileItHangsItIsDownAndNotAskedAgainBeforeItIsGivenUp() {
        Queue<Runnable> threads = new ArrayDeque<>();
        DatabaseProbe hanging = new DatabaseProbe(this::ask, threads::add, nanos::get, Duration.ofMillis(5));
        for (int i = 0; i < 10; i++) {
            assertThat(hanging.answers()).isFalse();
            later(1500);
        }
        assertThat(threads).hasSize(1);
        later(1);
        assertThat(hanging.answers()).isFalse();
        assertThat(threads).hasSize(2);

        threads.remove();
        threads.remove().run();

        assertThat(hanging.answers()).isTrue();
    }

    @Test
    void aServerThatTakesNoMoreWorkIsDown() {
        DatabaseProbe stopping = new DatabaseProbe(
                this::ask,
                task -> {
                    throw new RejectedExecutionException();
                },
                nanos::get,
                Duration.ofSeconds(10));

        assertThat(stopping.answers()).isFalse();
    }
}
