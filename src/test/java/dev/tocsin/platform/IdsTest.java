package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdsTest {

    private final ExecutorService threads = Executors.newFixedThreadPool(8);
    private final AtomicLong sequence = new AtomicLong(1000);

    /** A sequence whose values are a hundred apart. */
    private static final class Sequence extends Database {

        private final LongSupplier values;

        Sequence(LongSupplier values) {
            this.values = values;
        }

        @Override
        public Dialect dialect() {
            return Dialect.POSTGRESQL;
        }

        @Override
        @SuppressWarnings("unchecked")
        public <T> List<T> query(String sql, RowReader<T> reader, Object... parameters) {
            return (List<T>) List.of(values.getAsLong());
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        threads.shutdownNow();
        assertThat(threads.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void theyRiseAndTheDatabaseIsAskedOnceForAHundred() {
        AtomicInteger asked = new AtomicInteger();
        Ids ids = new Ids(new Sequence(() -> {
            asked.incrementAndGet();
            return sequence.getAndAdd(100);
        }));

        List<Long> taken = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            taken.add(ids.next());
        }

        assertThat(taken).isSorted().doesNotHaveDuplicates().startsWith(1000L).endsWith(1249L);
        assertThat(asked).hasValue(3);
    }

    @Test
    void whoComesWhileAnotherWaitsForAConnectionFetchesForItself() throws Exception {
        CountDownLatch waits = new CountDownLatch(1);
        CountDownLatch connection = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        Ids ids = new Ids(new Sequence(() -> {
            long block = sequence.getAndAdd(100);
            if (asked.incrementAndGet() == 1) {
                waits.countDown();
                await(connection);
            }
            return block;
        }));
        Future<Long> first = threads.submit(ids::next);
        await(waits);

        long second = ids.next();
        connection.countDown();

        assertThat(second).isEqualTo(1100);
        assertThat(first.get(10, TimeUnit.SECONDS))
                .as("of the block that is in use")
                .isEqualTo(1101);
    }

    @Test
    void noneIsGivenTwice() throws Exception {
        Ids ids = new Ids(new Sequence(() -> sequence.getAndAdd(100)));
        Set<Long> all = ConcurrentHashMap.newKeySet();
        List<Future<?>> takers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            takers.add(threads.submit(() -> {
                long last = 0;
                for (int n = 0; n < 5_000; n++) {
                    long id = ids.next();
                    assertThat(id).isGreaterThan(last);
                    assertThat(all.add(id)).isTrue();
                    last = id;
                }
            }));
        }
        for (Future<?> taker : takers) {
            taker.get(60, TimeUnit.SECONDS);
        }

        assertThat(all).hasSize(40_000);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
