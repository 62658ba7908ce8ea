package dev.tocsin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.EmptyDatabase;
import dev.tocsin.harness.EndedJob;
import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.Migrations;
import jakarta.batch.runtime.BatchStatus;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs of one name are done in the order in which they were asked for. */
@Timeout(60)
class JobTurnTest {

    private static final String RESPOND = "respond-to-issues";

    private final Apart here = new Apart() {
        @Override
        public <T> T call(Callable<T> work) {
            if (Thread.interrupted()) {
                throw new IllegalStateException("Interrupted in a batch job");
            }
            try {
                return work.call();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    };
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

    private JobTurn turn(long id) {
        return new JobTurn(EndedJob.of(id, BatchStatus.STARTED), here, table);
    }

    @ParameterizedTest
    @EnumSource
    void theNextBeginsWhenThoseBeforeHaveEnded(Dialect dialect) {
        on(dialect);
        long first = running(RESPOND);
        long second = running(RESPOND);
        long other = running("check-assertions");
        assertThat(turn(first).process()).isEqualTo("DONE");
        assertThat(turn(other).process()).isEqualTo("DONE");
        assertThat(table.find(first).orElseThrow().message()).isNull();

        CompletableFuture<String> waits =
                CompletableFuture.supplyAsync(() -> turn(second).process());
        await().until(() -> table.find(second).orElseThrow().message() != null);
        assertThat(table.find(second).orElseThrow().message())
                .isEqualTo("Job " + first + ", which was asked for before, comes first");
        assertThat(waits).isNotDone();

        table.ended(first, JobStatus.FAILED);
        assertThat(waits.join()).isEqualTo("DONE");
    }

    @ParameterizedTest
    @EnumSource
    void whoIsToldToStopDoesNotWait(Dialect dialect) {
        on(dialect);
        running(RESPOND);
        JobTurn second = turn(running(RESPOND));
        second.stop();
        assertThat(second.process()).isEqualTo("DONE");

        JobTurn third = turn(running(RESPOND));
        Thread.currentThread().interrupt();
        assertThatThrownBy(third::process).hasMessageContaining("Interrupted");
    }

    @ParameterizedTest
    @EnumSource
    void whatHasNotBegunIsFoundByItsName(Dialect dialect) {
        on(dialect);
        assertThat(table.notBegun(RESPOND)).isEmpty();
        long first = running(RESPOND);
        running("check-assertions");
        assertThat(table.notBegun(RESPOND)).contains(first);

        long second = running(RESPOND);
        table.progress(first, 10, 5, 0);
        assertThat(table.notBegun(RESPOND)).contains(second);
        table.stopping(second);
        assertThat(table.notBegun(RESPOND)).isEmpty();
    }
}
