package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CoalescedEdgeCasesTest {

    @Test
    void workThatFailsOnceIsDoneWhenItIsAskedForAgain() {
        AtomicInteger begun = new AtomicInteger();
        Coalesced coalesced = new Coalesced(() -> {
            if (begun.incrementAndGet() == 1) {
                throw new IllegalStateException("no database");
            }
        });

        assertThatIllegalStateException().isThrownBy(coalesced::run).withMessage("no database");
        coalesced.run();

        assertThat(begun).hasValue(2);
    }

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    /** Work that begins, and does not end before it is told to. */
    private static final class Held implements Runnable {

        private final AtomicInteger begun = new AtomicInteger();
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch released = new CountDownLatch(1);

        @Override
        public void run() {
            begun.incrementAndGet();
            first.countDown();
            await(released);
        }

        void awaitBegin() {
            await(first);
        }

        void release() {
            released.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }
}
