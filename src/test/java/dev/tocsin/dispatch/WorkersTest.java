package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All that is added is performed, by no more threads than may be. */
class WorkersTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final Queue<Long> performed = new ConcurrentLinkedQueue<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private volatile CountDownLatch hold = new CountDownLatch(0);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private Workers workers(int count, Duration linger) {
        return new Workers(
                count,
                task -> {
                    asked.incrementAndGet();
                    threads.execute(task);
                },
                this::perform,
                linger);
    }

    private void perform(Run run) {
        run.begin(() -> Run.State.BEGUN, () -> true, Clock.systemUTC());
        mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        atOnce.decrementAndGet();
        run.leave();
        performed.add(run.action().id());
    }

    private static List<Run> runs(long from, long to) {
        return LongStream.rangeClosed(from, to)
                .mapToObj(id -> ClaimedActions.of(id, id, Instant.EPOCH))
                .map(action -> new Run(action, LONG, 0, 0))
                .toList();
    }

    private void awaitPerformed(int count) {
        await().until(() -> performed.size() == count);
    }

    @Test
    void aThreadThatHasNothingMoreToDoIsThereForWhatComesNext() {
        Workers workers = workers(1, LONG);
        for (int i = 1; i <= 20; i++) {
            workers.add(runs(i, i));
            awaitPerformed(i);
        }

        assertThat(performed)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 20).boxed().toList());
        assertThat(asked).hasValue(1);
    }

    @Test
    void nothingIsLeftWhereEachThreadGivesUpAtOnce() {
        Workers workers = workers(4, Duration.ZERO);
        for (int i = 1; i <= 2000; i++) {
            workers.add(runs(i, i));
        }

        awaitPerformed(2000);
        assertThat(performed).doesNotHaveDuplicates();
        assertThat(mostAtOnce.get()).isBetween(1, 4);
    }

    @Test
    void asManyAreBusyAtOnceAsMayBeHoweverMuchWaits() {
        hold = new CountDownLatch(1);
        Workers workers = workers(3, LONG);
        workers.add(runs(1, 10));

        await().until(() -> atOnce.get() == 3);
        assertThat(workers.next(100)).hasSize(7);
        hold.countDown();
        awaitPerformed(10);
        assertThat(mostAtOnce).hasValue(3);
        assertThat(asked).hasValue(3);
    }

    @Test
    void threadsThatWaitForWorkShareWhatComesAtOnce() {
        Workers workers = workers(3, LONG);
        hold = new CountDownLatch(1);
        workers.add(runs(1, 3));
        await().until(() -> atOnce.get() == 3);
        hold.countDown();
        awaitPerformed(3);

        hold = new CountDownLatch(1);
        workers.add(runs(4, 6));
        await().until(() -> atOnce.get() == 3);
        hold.countDown();
        awaitPerformed(6);
        assertThat(asked).hasValue(3);
    }

    @Test
    void thoseThatAreSlowAreReplaced() {
        hold = new CountDownLatch(1);
        Workers workers = workers(1, LONG);
        workers.add(runs(1, 2));
        await().until(() -> atOnce.get() == 1);

        workers.slow(1);

        await().until(() -> atOnce.get() == 2);
        hold.countDown();
        awaitPerformed(2);
    }

    @Test
    void whatDoesNotEndThoughItsTimeIsOverKeepsAThreadAndNotMore() {
        hold = new CountDownLatch(1);
        Workers workers = workers(1, LONG);
        List<Run> stubborn = runs(1, 1);
        workers.add(stubborn);
        await().until(() -> atOnce.get() == 1);

        workers.leaveBehind(stubborn.get(0));
        workers.add(runs(2, 3));

        await().until(() -> atOnce.get() == 2);
        assertThat(workers.leftBehind()).isEqualTo(1);
        hold.countDown();
        awaitPerformed(3);
        await().until(() -> workers.leftBehind() == 0);
        assertThat(mostAtOnce).hasValue(2);
    }

    @Test
    void whatHasReturnedMeanwhileIsNotLeftBehind() {
        Workers workers = workers(1, LONG);
        List<Run> late = runs(1, 1);
        workers.add(late);
        awaitPerformed(1);

        workers.leaveBehind(late.get(0));

        assertThat(workers.leftBehind()).isZero();
    }

    @Test
    void thereAreNeverMoreThanFourTimesAsManyThreads() {
        hold = new CountDownLatch(1);
        Workers workers = workers(2, LONG);
        List<Run> stubborn = runs(1, 20);
        workers.add(stubborn);
        await().until(() -> atOnce.get() == 2);

        stubborn.forEach(workers::leaveBehind);
        workers.slow(10);

        await().until(() -> atOnce.get() == 8);
        assertThat(workers.next(100)).hasSize(12);
        hold.countDown();
        awaitPerformed(20);
        assertThat(mostAtOnce).hasValue(8);
    }

    @Test
    void whatIsTakenOutIsNotPerformed() {
        hold = new CountDownLatch(1);
        Workers workers = workers(1, LONG);
        List<Run> runs = runs(1, 3);
        workers.add(runs);
        await().until(() -> atOnce.get() == 1);

        workers.remove(runs.get(1));

        hold.countDown();
        awaitPerformed(2);
        assertThat(performed).containsExactly(1L, 3L);
    }
}
