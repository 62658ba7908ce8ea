package dev.tocsin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.EmptyDatabase;
import dev.tocsin.harness.JobContexts;
import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.Migrations;
import jakarta.batch.runtime.BatchStatus;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs of one name are done one at a time. */
@Timeout(60)
class JobTurnTest {

    private static final String RESPOND = "respond-to-issues";

    private final Apart here = new Apart() {
        @Override
        public <T> T call(Callable<T> work) {
            if (Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException("Interrupted in a batch job");
            }
            if (away.getAndDecrement() > 0) {
                throw new IllegalStateException("no database");
            }
            try {
                T answer = work.call();
                asked.incrementAndGet();
                return answer;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    };
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger away = new AtomicInteger();
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");
    private JobTable table;

    private void on(Dialect dialect) {
        DataSource source = EmptyDatabase.of(dialect);
        Migrations.migrate(source, dialect);
        Database database = new Database(source);
        table = new JobTable(database, new Ids(database), new TestClock(() -> now));
    }

    private long running(String name) {
        now = now.plusSeconds(1);
        long id = table.newId();
        table.insert(id, name, JsonValue.EMPTY_JSON_OBJECT, JobStatus.STARTING, "a node");
        table.begun(id, id, id, "a node");
        return id;
    }

    private Job found(long id) {
        return table.find(id).orElseThrow();
    }

    private JobTurn turn(long id) {
        return turn(id, Duration.ofMinutes(1));
    }

    private JobTurn turn(long id, Duration patience) {
        return new JobTurn(JobContexts.of(id, BatchStatus.STARTED, RESPOND), here, table, patience);
    }

    private CompletableFuture<String> waitsFor(long other, long id) {
        int before = asked.get();
        CompletableFuture<String> waits = CompletableFuture.supplyAsync(() -> turn(id).process());
        await().until(() -> asked.get() > before);
        assertThat(found(id).message()).isEqualTo("Waiting until job " + other + " has ended");
        assertThat(waits).isNotDone();
        return waits;
    }

    @ParameterizedTest
    @EnumSource
    void theNextBeginsWhenTheOneBeforeHasEnded(Dialect dialect) {
        on(dialect);
        long first = running(RESPOND);
        long second = running(RESPOND);
        assertThat(turn(first).process()).isEqualTo("DONE");
        assertThat(found(first).message()).isNull();
        assertThat(found(first).waited()).isZero();

        CompletableFuture<String> waits = waitsFor(first, second);
        table.stopping(first);
        assertThat(waits).isNotDone();
        table.ended(first, JobStatus.STOPPED);

        assertThat(waits.join()).isEqualTo("DONE");
        assertThat(found(second).message()).isNull();
        assertThat(found(second).waited()).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void oneThatIsRestartedWaitsForWhoHasItsTurnMeanwhile(Dialect dialect) {
        on(dialect);
        long first = running(RESPOND);
        turn(first).process();
        table.ended(first, JobStatus.STOPPED);
        long second = running(RESPOND);
        turn(second).process();
        table.starting(first, "a node");

        CompletableFuture<String> waits = waitsFor(second, first);
        assertThat(turn(second).process()).as("one that was taken over").isEqualTo("DONE");
        table.ended(second, JobStatus.COMPLETED);

        assertThat(waits.join()).isEqualTo("DONE");
    }

    @ParameterizedTest
    @EnumSource
    void ofManyThatWantItAtOnceOneHasIt(Dialect dialect) {
        on(dialect);
        long before = running(RESPOND);
        turn(before).process();
        List<Long> all =
                Stream.generate(() -> running(RESPOND)).limit(8).collect(Collectors.toCollection(ArrayList::new));
        table.ended(before, JobStatus.COMPLETED);

        while (!all.isEmpty()) {
            List<CompletableFuture<Long>> asked = all.stream()
                    .map(id -> CompletableFuture.supplyAsync(() -> table.takeTurn(RESPOND, id)))
                    .toList();
            Set<Long> have = asked.stream().map(CompletableFuture::join).collect(Collectors.toSet());
            assertThat(have).hasSize(1).isSubsetOf(all);
            table.ended(have.iterator().next(), JobStatus.COMPLETED);
            all.removeAll(have);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTimeThatItWaitedSaysNothingOfHowFastItIs(Dialect dialect) {
        on(dialect);
        long id = running(RESPOND);
        table.progress(id, 100, 50, 0);
        table.waited(id, Duration.ofSeconds(595));
        Instant tenMinutesLater = now.plusSeconds(600);

        assertThat(found(id).rate(tenMinutesLater)).contains(10.0);
        assertThat(found(id).rest(tenMinutesLater)).contains(Duration.ofSeconds(5));
    }

    @ParameterizedTest
    @EnumSource
    void whoIsToldToStopDoesNotWait(Dialect dialect) {
        on(dialect);
        turn(running(RESPOND)).process();
        JobTurn second = turn(running(RESPOND));
        second.stop();
        assertThat(second.process()).isEqualTo("DONE");

        JobTurn third = turn(running(RESPOND));
        Thread.currentThread().interrupt();
        assertThatThrownBy(third::process).hasMessageContaining("Interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void aDatabaseThatIsAwayForAMomentEndsNoJob(Dialect dialect) {
        on(dialect);
        long id = running(RESPOND);
        away.set(2);
        assertThat(turn(id).process()).isEqualTo("DONE");

        away.set(2);
        assertThatThrownBy(() -> turn(id, Duration.ZERO).process()).hasMessage("no database");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatEndedDoesNotSayThatItWaits(Dialect dialect) {
        on(dialect);
        long first = running(RESPOND);
        turn(first).process();
        long second = running(RESPOND);
        assertThat(table.newest(1, null).get(0).message()).isEqualTo("Waiting until job " + first + " has ended");

        table.ended(second, JobStatus.FAILED);
        assertThat(found(second).message()).isNull();
        long third = running(RESPOND);
        table.ended(first, JobStatus.COMPLETED);
        assertThat(found(third).message()).as("nobody has the turn any more").isNull();
    }

    @ParameterizedTest
    @EnumSource
    void whatHasNotBegunIsFoundByItsName(Dialect dialect) {
        on(dialect);
        assertThat(table.notBegun(RESPOND)).isEmpty();
        long first = running(RESPOND);
        running("check-assertions");
        assertThat(table.notBegun(RESPOND)).contains(first);
        turn(first).process();
        assertThat(table.notBegun(RESPOND)).as("of those that do something").isEmpty();

        long second = running(RESPOND);
        assertThat(table.notBegun(RESPOND)).contains(second);
        table.progress(second, 10, 5, 0);
        assertThat(table.notBegun(RESPOND))
                .as("of those that did something, and were restarted")
                .isEmpty();

        long third = running(RESPOND);
        assertThat(table.notBegun(RESPOND)).contains(third);
        table.stopping(third);
        assertThat(table.notBegun(RESPOND)).isEmpty();
    }
}
