package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class CoalescedTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void itTellsWhetherItIsWantedUntilItIsDone() {
        List<Boolean> meanwhile = new ArrayList<>();
        AtomicReference<Coalesced> itself = new AtomicReference<>();
        Coalesced coalesced = new Coalesced(() -> meanwhile.add(itself.get().isWanted()));
        itself.set(coalesced);

        assertThat(coalesced.isWanted()).isFalse();
        assertThat(coalesced.claim()).isTrue();
        assertThat(coalesced.isWanted()).isTrue();
        coalesced.runClaimed();

        assertThat(meanwhile).containsExactly(true);
        assertThat(coalesced.isWanted()).isFalse();
    }

    @Test
    void workIsDoneEachTimeSomeoneAsksAndNobodyIsAtIt() {
        AtomicInteger done = new AtomicInteger();
        Coalesced coalesced = new Coalesced(done::incrementAndGet);

        coalesced.run();
        coalesced.run();

        assertThat(done).hasValue(2);
    }

    @Test
    void whoAsksMeanwhileDoesNotWaitAndTheWorkIsDoneOnceMore() throws Exception {
        Held held = new Held();
        Coalesced coalesced = new Coalesced(held);
        Future<?> first = threads.submit(coalesced::run);
        held.awaitBegin();

        coalesced.run();
        coalesced.run();
        coalesced.run();
        assertThat(held.begun).hasValue(1);
        held.release();
        first.get();

        assertThat(held.begun).hasValue(2);
    }

    @Test
    void whoAsksDuringTheRepetitionHasItRepeatedAgain() {
        AtomicInteger done = new AtomicInteger();
        Coalesced[] self = new Coalesced[1];
        self[0] = new Coalesced(() -> {
            if (done.incrementAndGet() < 4) {
                self[0].run();
            }
        });

        self[0].run();

        assertThat(done).hasValue(4);
    }

    @Test
    void onlyOneOfManyMayClaimIt() throws Exception {
        Coalesced coalesced = new Coalesced(() -> {});
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> claims = IntStream.range(0, 16)
                .mapToObj(i -> threads.submit(() -> {
                    start.await();
                    return coalesced.claim();
                }))
                .toList();
        start.countDown();

        int claimed = 0;
        for (Future<Boolean> claim : claims) {
            claimed += claim.get() ? 1 : 0;
        }
        assertThat(claimed).isEqualTo(1);
    }

    @Test
    void whatWasClaimedCanBeDoneByAnotherThread() throws Exception {
        AtomicInteger done = new AtomicInteger();
        Coalesced coalesced = new Coalesced(done::incrementAndGet);

        assertThat(coalesced.claim()).isTrue();
        coalesced.run();
        assertThat(done).hasValue(0);
        threads.submit(coalesced::runClaimed).get();

        assertThat(done).hasValue(1);
        assertThat(coalesced.claim()).isTrue();
    }

    @Test
    void whatWasAbandonedCanBeClaimedAgain() {
        AtomicInteger done = new AtomicInteger();
        Coalesced coalesced = new Coalesced(done::incrementAndGet);
        assertThat(coalesced.claim()).isTrue();

        coalesced.abandon();
        coalesced.run();

        assertThat(done).hasValue(1);
    }

    @Test
    void whoFindsNoThreadIsToldAndWhoAsksNextIsHeard() {
        AtomicInteger done = new AtomicInteger();
        Coalesced coalesced = new Coalesced(done::incrementAndGet);

        assertThatThrownBy(() -> coalesced.runIn(work -> {
                    throw new RejectedExecutionException("full");
                }))
                .isInstanceOf(RejectedExecutionException.class);
        assertThatThrownBy(() -> coalesced.runIn(work -> {
                    throw new OutOfMemoryError("unable to create native thread");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(done).hasValue(0);
        coalesced.runIn(Runnable::run);

        assertThat(done).hasValue(1);
    }

    @Test
    void itIsNeverDoneByTwoAtATimeAndSeesWhatEveryoneAskedFor() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        AtomicInteger at = new AtomicInteger();
        AtomicBoolean together = new AtomicBoolean();
        Coalesced coalesced = new Coalesced(() -> {
            if (at.incrementAndGet() != 1) {
                together.set(true);
            }
            seen.set(asked.get());
            at.decrementAndGet();
        });
        CountDownLatch start = new CountDownLatch(1);
        List<? extends Future<?>> askers = IntStream.range(0, 8)
                .mapToObj(i -> threads.submit(() -> {
                    start.await();
                    for (int round = 0; round < 2_000; round++) {
                        asked.incrementAndGet();
                        coalesced.run();
                    }
                    return null;
                }))
                .toList();
        start.countDown();
        for (Future<?> asker : askers) {
            asker.get();
        }

        assertThat(together).isFalse();
        assertThat(seen).hasValue(16_000);
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
}
