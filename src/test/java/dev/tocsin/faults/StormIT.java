package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/** A server that ends while one issue is seen again and again, which is counted in memory. */
class StormIT {

    private static final int CLIENTS = 8;

    /** A machine that other tests keep busy may be too slow for a storm for minutes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** What may be lost of a server that is killed. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private final String database = Postgres.newDatabase();
    private final Sql sql = new Sql(database);

    /** Programs that report one and the same thing, as fast as they are answered. */
    private static final class Storm implements AutoCloseable {
        private final ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        private final Queue<Long> acknowledged = new ConcurrentLinkedQueue<>();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger unanswered = new AtomicInteger();
        private final Server server;
        private volatile boolean stopped;

        Storm(Server server, String name) {
            this.server = server;
            Api api = server.api();
            for (int i = 0; i < CLIENTS; i++) {
                threads.submit(() -> {
                    while (!stopped) {
                        report(api, name);
                    }
                });
            }
        }

        private void report(Api api, String name) {
            try {
                int status = api.post("/api/issues", Map.of("name", name, "once", true))
                        .status();
                if (status == 200 || status == 201) {
                    acknowledged.add(System.nanoTime());
                } else {
                    refused.incrementAndGet();
                }
            } catch (UncheckedIOException e) {
                unanswered.incrementAndGet();
                stopped = true;
            }
        }

        Storm untilIsHeavyFor(Duration duration) {
            long start = System.nanoTime();
            until(() -> acknowledged.size() > 2000 && System.nanoTime() - start > duration.toNanos());
            return this;
        }

        /** If that does not come, it is told what the server was at meanwhile. */
        void until(Callable<Boolean> condition) {
            try {
                await().atMost(PATIENCE).pollDelay(Duration.ZERO).until(condition);
            } catch (ConditionTimeoutException e) {
                throw new AssertionError(
                        acknowledged.size() + " were answered, " + refused + " refused, " + unanswered
                                + " not answered; the server is at\n" + server.threads(),
                        e);
            }
        }

        long acknowledgedBefore(long time) {
            return acknowledged.stream().filter(at -> at < time).count();
        }

        @Override
        public void close() {
            stopped = true;
            threads.shutdown();
            try {
                assertThat(threads.awaitTermination(90, SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    /**
     * Until something was answered that is not written yet. What is written is asked for by a connection that is there
     * already: on a busy machine, to open one takes longer than what is counted is in memory only.
     *
     * @return how many were answered until then
     */
    private int awaitCountedInMemory(Storm storm, String name) {
        storm.until(() -> storm.acknowledged.size() > 100);
        try (Connection connection = DriverManager.getConnection(database);
                PreparedStatement issue =
                        connection.prepareStatement("SELECT occurrences FROM tocsin_issue WHERE name = ?")) {
            issue.setString(1, name);
            storm.until(() -> {
                int answered = storm.acknowledged.size();
                try (ResultSet written = issue.executeQuery()) {
                    assertThat(written.next()).isTrue();
                    return answered > written.getLong(1);
                }
            });
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return storm.acknowledged.size();
    }

    private long occurrences(String name) {
        assertThat(sql.number("SELECT COUNT(*) FROM tocsin_issue WHERE name = '" + name + "'"))
                .isEqualTo(1);
        return sql.number("SELECT occurrences FROM tocsin_issue WHERE name = '" + name + "'");
    }

    @Test
    void afterACleanStopTheCountIsExact() {
        try (Server server = Server.onPostgres(database).ready()) {
            Storm storm = new Storm(server, "Clean");
            int before;
            try (storm) {
                before = awaitCountedInMemory(storm, "Clean");
                storm.until(() -> storm.acknowledged.size() > before + 2000);
            }
            server.stop();
            assertThat(storm.refused).hasValue(0);
            assertThat(storm.unanswered).hasValue(0);
            assertThat(occurrences("Clean")).isEqualTo(storm.acknowledged.size());
            long writes = sql.number("SELECT n_tup_upd FROM pg_stat_user_tables WHERE relname = 'tocsin_issue'");
            assertThat(occurrences("Clean") - writes)
                    .as("how many were written together with others, of " + (storm.acknowledged.size() - before))
                    .isGreaterThan((storm.acknowledged.size() - before) * 9 / 10);
            sql.assertNoDeadlock();
        }
    }

    /** One that was counted may still be told that it was not, because the server ends before its answer. */
    @Test
    void whatIsAnsweredWhileItStopsIsCounted() {
        try (Server server = Server.onPostgres(database).ready()) {
            Storm storm = new Storm(server, "Meanwhile");
            try (storm) {
                storm.untilIsHeavyFor(Duration.ofSeconds(1));
                server.stop();
            }
            long all = storm.acknowledged.size();
            assertThat(occurrences("Meanwhile")).isBetween(all, all + storm.unanswered.get() + storm.refused.get());
            assertThat(storm.unanswered.get() + storm.refused.get())
                    .as("calls that met the stop")
                    .isPositive();
        }
    }

    @Test
    void afterAKillNoMoreThanTheLastMomentIsMissing() {
        try (Server server = Server.onPostgres(database).ready()) {
            Storm storm = new Storm(server, "Killed");
            long killed;
            try (storm) {
                storm.untilIsHeavyFor(SHORT.multipliedBy(2));
                killed = System.nanoTime();
                server.kill();
            }
            long all = storm.acknowledged.size();
            long kept = occurrences("Killed");
            assertThat(kept)
                    .isBetween(storm.acknowledgedBefore(killed - SHORT.toNanos()), all + storm.unanswered.get());
            System.out.println(kept + " occurrences were kept of " + all);
        }
    }
}
