package dev.tocsin.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.harness.EmptyDatabase;
import dev.tocsin.harness.JobContexts;
import dev.tocsin.harness.NotApart;
import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import jakarta.batch.runtime.BatchStatus;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Jobs that cannot be started, or of whose end the database did not learn. */
@Timeout(60)
class LostJobsTest {

    private final Settings settings = Settings.from(key -> Optional.empty());
    private final NodeName node = new NodeName();
    private final LiveJobs live = new LiveJobs();
    private final List<Long> resumed = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-04T05:06:07Z");
    private final TestClock clock = new TestClock(() -> now);
    private boolean databaseIsAway;
    private Database database;
    private JobTable table;
    private OldJobs oldJobs;
    private Jobs jobs;
    private JobTimer timer;

    private void on(Dialect dialect) {
        DataSource source = EmptyDatabase.of(dialect);
        Migrations.migrate(source, dialect);
        database = new Database(source);
        table = new JobTable(database, new Ids(database), clock);
        oldJobs = new OldJobs(table, new BatchRecords(database), clock);
        jobs = new Jobs(
                task -> {
                    throw new RejectedExecutionException("all threads are busy");
                },
                table,
                live,
                node);
        timer = new JobTimer(table, oldJobs, resuming(), live, node, settings, clock);
    }

    /** Can take jobs over, but for the first. */
    private Jobs resuming() {
        return new Jobs(Runnable::run, table, live, node) {
            @Override
            void resume(Job job, Runnable take) {
                take.run();
                resumed.add(job.id());
                if (resumed.size() == 1) {
                    throw new IllegalStateException("as the test wants it");
                }
            }
        };
    }

    private long running(String node) {
        long id = table.newId();
        table.insert(id, "check-assertions", JsonValue.EMPTY_JSON_OBJECT, JobStatus.STARTING, node);
        table.begun(id, id, id, node);
        return id;
    }

    private Job found(long id) {
        return table.find(id).orElseThrow();
    }

    /** The end, as the batch runtime tells it. */
    private void end(long id, BatchStatus status) {
        new RecordedJob("", JobContexts.of(id, status), new NotApart(() -> databaseIsAway), table, jobs, live)
                .afterJob();
    }

    @ParameterizedTest
    @EnumSource
    void whatEndedWhileTheDatabaseWasAwayIsWrittenWhenItIsBack(Dialect dialect) {
        on(dialect);
        long id = running(node.text());
        live.add(id);
        timer.beat();
        assertThat(found(id).status()).isEqualTo(JobStatus.RUNNING);

        databaseIsAway = true;
        end(id, BatchStatus.STARTED);
        assertThat(live.contains(id)).isFalse();
        assertThat(found(id).status()).isEqualTo(JobStatus.RUNNING);

        databaseIsAway = false;
        timer.beat();
        assertThat(found(id).status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(found(id).finishedAt()).isEqualTo(now);
        assertThat(found(id).message()).isEqualTo("It ended while the database was away");
        assertThat(live.end(id)).isEmpty();
        assertThat(jobs.awaitEnd(id).status()).isEqualTo(JobStatus.COMPLETED);
    }

    @ParameterizedTest
    @EnumSource
    void onlyWhatIsUnderWayIsSaidToLiveAndWhatIsNotHasEnded(Dialect dialect) {
        on(dialect);
        long underWay = running(node.text());
        live.add(underWay);
        long lost = running(node.text());
        long stopped = running(node.text());
        table.stopping(stopped);
        long neverBegun = table.newId();
        table.insert(neverBegun, "check-assertions", JsonValue.EMPTY_JSON_OBJECT, JobStatus.STARTING, node.text());
        long ofAnother = running("another node");
        Instant before = now;
        now = now.plusSeconds(5);
        timer.beat();

        assertThat(found(underWay).aliveAt()).isEqualTo(now);
        assertThat(found(ofAnother).aliveAt()).isEqualTo(before);
        assertThat(List.of(underWay, lost, stopped, neverBegun, ofAnother))
                .extracting(id -> found(id).status())
                .containsExactly(
                        JobStatus.RUNNING, JobStatus.FAILED, JobStatus.STOPPED, JobStatus.FAILED, JobStatus.RUNNING);
    }

    @ParameterizedTest
    @EnumSource
    void whatHasChangedSinceItWasReadHasNotEnded(Dialect dialect) {
        on(dialect);
        long id = running(node.text());
        Job read = found(id);
        now = now.plusSeconds(1);
        table.ended(id, JobStatus.FAILED);
        assertThat(table.lost(read, JobStatus.COMPLETED, "lost")).isFalse();
        table.starting(id, node.text());
        assertThat(table.lost(read, JobStatus.COMPLETED, "lost")).isFalse();
        assertThat(found(id).status()).isEqualTo(JobStatus.STARTING);
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatFailsToBeTakenOverKeepsNoOther(Dialect dialect) {
        on(dialect);
        long first = running("a dead node");
        long second = running("a dead node");
        now = now.plus(settings.lease()).plusSeconds(1);
        timer.beat();

        assertThat(resumed).containsExactly(first, second);
        assertThat(found(second).node()).isEqualTo(node.text());
    }

    @ParameterizedTest
    @EnumSource
    void aJobThatTheServerHasNoThreadForHasFailedAndCanBeRestarted(Dialect dialect) {
        on(dialect);
        assertThatThrownBy(() -> jobs.start("check-assertions", JsonValue.EMPTY_JSON_OBJECT))
                .isInstanceOf(IllegalJobChange.class)
                .hasMessageContaining("all threads are busy");
        Job job = table.newest(1, null).get(0);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.message()).isEqualTo("It could not be started: all threads are busy");
        assertThat(live.contains(job.id())).isFalse();

        assertThatThrownBy(() -> jobs.restart(job.id())).isInstanceOf(IllegalJobChange.class);
        assertThat(found(job.id()).status()).isEqualTo(JobStatus.FAILED);
    }

    @ParameterizedTest
    @EnumSource
    void whereNothingIsTakenThereIsNoJob(Dialect dialect) {
        on(dialect);
        AtomicLong asked = new AtomicLong();
        assertThat(jobs.start("check-assertions", id -> {
                    asked.set(id);
                    return Optional.empty();
                }))
                .isEmpty();
        assertThat(live.contains(asked.get())).isFalse();

        assertThatThrownBy(() -> jobs.start("check-assertions", id -> {
                    asked.set(id);
                    throw new IllegalStateException("as the test wants it");
                }))
                .hasMessage("as the test wants it");
        assertThat(live.contains(asked.get())).isFalse();

        JsonObject noText =
                Json.provider().createObjectBuilder().add("assertion", 5).build();
        assertThatThrownBy(() -> jobs.start("check-assertions", id -> {
                    asked.set(id);
                    return Optional.of(noText);
                }))
                .isInstanceOf(ClassCastException.class);
        assertThat(live.contains(asked.get())).isFalse();
        assertThat(table.newest(10, null)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTakenIsToldToItsJobEvenIfThatCannotBegin(Dialect dialect) {
        on(dialect);
        JsonObject told =
                Json.provider().createObjectBuilder().add("assertions", "1,2").build();
        assertThatThrownBy(() -> jobs.start("check-assertions", id -> Optional.of(told)))
                .isInstanceOf(IllegalJobChange.class)
                .hasMessageContaining("all threads are busy");
        Job job = table.newest(1, null).get(0);
        assertThat(job.parameters()).isEqualTo(told);
        assertThat(job.status()).isEqualTo(JobStatus.FAILED);
        assertThat(live.contains(job.id())).isFalse();
    }

    /** Whoever is told to stop waiting has started the job all the same. */
    @Test
    void whoIsInterruptedLeavesTheJobToStart() {
        on(Dialect.H2);
        List<Runnable> accepted = new ArrayList<>();
        Jobs slow = new Jobs(accepted::add, table, live, node);
        Thread.currentThread().interrupt();
        long id = slow.start("check-assertions", JsonValue.EMPTY_JSON_OBJECT);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(accepted).hasSize(1);
        assertThat(found(id).status()).isEqualTo(JobStatus.STARTING);
        assertThat(live.contains(id)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void whoRestartsAJobThatRunsLeavesItUnderWay(Dialect dialect) {
        on(dialect);
        long id = running(node.text());
        live.add(id);
        assertThatThrownBy(() -> jobs.restart(id)).isInstanceOf(IllegalJobChange.class);
        assertThat(live.contains(id)).isTrue();
    }

    /** Between the look at it and the word to it. */
    @Test
    void aJobThatBeginsJustAsItIsStoppedIsStoppedWhereItRuns() {
        on(Dialect.H2);
        long id = table.newId();
        table.insert(id, "check-assertions", JsonValue.EMPTY_JSON_OBJECT, JobStatus.STARTING, "another node");
        JobTable beginning = new JobTable(database, new Ids(database), clock) {
            @Override
            public boolean stopping(long jobId) {
                begun(jobId, 5, 7, node.text());
                return super.stopping(jobId);
            }
        };
        List<Job> stopped = new ArrayList<>();
        Jobs asked = new Jobs(Runnable::run, beginning, live, node) {
            @Override
            void stopHere(Job job) {
                stopped.add(job);
            }
        };

        assertThat(asked.stop(id).status()).isEqualTo(JobStatus.STOPPING);
        assertThat(stopped)
                .singleElement()
                .satisfies(job -> assertThat(job.executionId()).isEqualTo(7));
    }

    @Test
    void theEndOfAJobThatDidNotGetAsFarAsItsBeginningIsHeard() {
        on(Dialect.H2);
        long id = table.newId();
        table.insert(id, "check-assertions", JsonValue.EMPTY_JSON_OBJECT, JobStatus.STARTING, node.text());
        live.add(id);
        databaseIsAway = true;
        Apart away = new NotApart(() -> true);
        new RecordedJob(Long.toString(id), JobContexts.of(null, BatchStatus.FAILED), away, table, jobs, live)
                .afterJob();
        timer.beat();
        assertThat(found(id).status()).isEqualTo(JobStatus.FAILED);

        assertThatCode(() -> new RecordedJob("", JobContexts.of(null, BatchStatus.FAILED), away, table, jobs, live)
                        .afterJob())
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @EnumSource
    void aBatchRuntimeThatLostItsTablesNumbersFromOneAgain(Dialect dialect) {
        on(dialect);
        long before = running("a node");
        table.ended(before, JobStatus.FAILED);
        long id = running("a node");

        table.begun(id, before, before, "a node");

        assertThat(table.ofInstance(before)).map(Job::id).contains(id);
        assertThat(found(before).executionId()).as("what it cannot go on with").isNull();
        assertThat(found(before).status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void theContainerIsGivenNoReasonToGiveUpTheTimer() {
        on(Dialect.H2);
        JobTable failing = new JobTable() {
            @Override
            public List<Job> running(String node) {
                throw new StackOverflowError();
            }
        };
        assertThatCode(() -> new JobTimer(failing, oldJobs, jobs, live, node, settings, null).beat())
                .doesNotThrowAnyException();
    }
}
