package dev.tocsin.assertion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.TestClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HangingChecksTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final CountDownLatch end = new CountDownLatch(1);
    private Instant now = Instant.parse("2026-03-04T05:06:07.890Z");
    private final HangingChecks hanging = new HangingChecks(new TestClock(() -> now));

    @AfterEach
    void end() {
        end.countDown();
        executor.shutdownNow();
    }

    private boolean untilTheEnd() {
        while (end.getCount() > 0) {
            try {
                end.await();
            } catch (InterruptedException e) {
                // As a driver does that waits for its database.
                continue;
            }
        }
        return true;
    }

    private <T> T call(long assertion, Duration limit, Callable<T> work) throws Exception {
        return TimedCall.call(executor, limit, new TimedCall.Parts(), hanging.watched(assertion, work));
    }

    @Test
    void whatGoesOnThoughItWasInterruptedKeepsItsAssertionFromBeingCheckedUntilItHasEnded() throws Exception {
        assertThatThrownBy(() -> call(1, SHORT, this::untilTheEnd)).isInstanceOf(TimedCall.TookTooLong.class);
        now = now.plusSeconds(60);

        assertThatThrownBy(() -> hanging.refuse(1))
                .isInstanceOf(HangingChecks.StillHangs.class)
                .hasMessage("The check of 2026-03-04T05:06:07Z still hangs, although it was interrupted; it is checked"
                        + " again once that has ended");
        assertThatCode(() -> hanging.refuse(2)).doesNotThrowAnyException();

        end.countDown();
        await().untilAsserted(() -> assertThatCode(() -> hanging.refuse(1)).doesNotThrowAnyException());
    }

    @Test
    void whatHasEndedKeepsNothingBack() throws Exception {
        for (int i = 0; i < 1000; i++) {
            assertThat(call(1, Duration.ofSeconds(10), () -> "done")).isEqualTo("done");
            hanging.refuse(1);
        }
        assertThatThrownBy(() -> call(1, Duration.ofSeconds(10), () -> {
                    throw new IOException("no");
                }))
                .isInstanceOf(IOException.class);
        hanging.refuse(1);
    }
}
