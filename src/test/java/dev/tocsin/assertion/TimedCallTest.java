package dev.tocsin.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimedCallTest {

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    @AfterEach
    void end() {
        executor.shutdownNow();
    }

    @Test
    void givesWhatTheWorkGives() throws Exception {
        assertThat(TimedCall.call(executor, Duration.ofSeconds(10), new TimedCall.Parts(), () -> "done"))
                .isEqualTo("done");
        assertThat(TimedCall.<String>call(executor, Duration.ofSeconds(10), new TimedCall.Parts(), () -> null))
                .isNull();
        assertThatThrownBy(() -> TimedCall.call(executor, Duration.ofSeconds(10), new TimedCall.Parts(), () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
    }

    @Test
    void whatTakesTooLongIsInterruptedAndItsThreadIsOfUseAgain() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        TimedCall.Parts parts = new TimedCall.Parts();
        assertThatThrownBy(() -> TimedCall.call(executor, Duration.ofMillis(50), parts, () -> {
                    parts.next("part");
                    try {
                        return new CountDownLatch(1).await(1, TimeUnit.HOURS);
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                        throw e;
                    }
                }))
                .isInstanceOf(TimedCall.TookTooLong.class)
                .hasMessage("did not end within 50ms, and was interrupted");
        assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(parts.current()).isEqualTo("part");
        assertThat(parts.isGivenUp()).isTrue();
        assertThat(TimedCall.call(
                        executor,
                        Duration.ofSeconds(10),
                        new TimedCall.Parts(),
                        () -> Thread.currentThread().isInterrupted()))
                .isFalse();
    }
}
