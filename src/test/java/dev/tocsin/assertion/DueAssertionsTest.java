package dev.tocsin.assertion;

import static dev.tocsin.assertion.Schedules.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import jakarta.json.JsonValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.LongFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is due is checked, or stays due. */
@Timeout(60)
class DueAssertionsTest {

    private static final int MOST = 32;
    private static final Duration HOUR = Duration.ofHours(1);

    private final Settings settings = Settings.from(key -> Optional.empty());
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LiveRuns live = new LiveRuns();
    private final Semaphore mayEnd = new Semaphore(0);
    private final List<Long> checking = new CopyOnWriteArrayList<>();
    private final List<Long> checked = new CopyOnWriteArrayList<>();
    private final List<List<Long>> jobs = new ArrayList<>();
    private int refusedJobs;
    private boolean jobsAreRefused;
    private boolean nothingIsRenewed;
    private volatile boolean threadsAreRefused;
    private volatile Instant now = NOW;
    private Schedules schedules;
    private AssertionRuns runs;
    private DueSchedule schedule;
    private DueAssertions due;

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private void on(Dialect dialect) {
        schedules = Schedules.on(dialect);
        TestClock clock = new TestClock(() -> now);
        runs = new AssertionRuns(schedules.database(), new Ids(schedules.database()), new NodeName(), settings, clock) {
            @Override
            public void renew(Collection<AssertionRun> some) {
                if (nothingIsRenewed) {
                    throw new IllegalStateException("no database");
                }
                super.renew(some);
            }
        };
        schedule = new DueSchedule(schedules.database(), runs, clock);
        due = new DueAssertions(this::execute, runs, schedule, runner(), service(), live, settings, clock);
    }

    private void execute(Runnable task) {
        if (threadsAreRefused) {
            throw new RejectedExecutionException("all are busy");
        }
        Executor executor = threads;
        executor.execute(task);
    }

    private AssertionRunner runner() {
        return new AssertionRunner() {
            @Override
            void run(Assertion assertion, AssertionRun run) {
                checking.add(assertion.id());
                mayEnd.acquireUninterruptibly();
                runs.finish(run, new RunOutcome(AssertionState.PASSING, 1, 0, 0, 0, null));
                checked.add(assertion.id());
            }
        };
    }

    private AssertionService service() {
        return new AssertionService() {
            @Override
            public Optional<Assertion> find(long id) {
                Definition definition = new Definition(
                        "assertion " + id, "check", JsonValue.EMPTY_JSON_OBJECT, null, Schedule.NONE, true, 1, "1m", 1);
                return Optional.of(new Assertion(id, definition, false, NOW));
            }

            @Override
            void startDue(LongFunction<Collection<Long>> take) {
                long jobId = 1000 + refusedJobs;
                Collection<Long> assertionIds = take.apply(jobId);
                if (assertionIds.isEmpty()) {
                    return;
                }
                if (jobsAreRefused) {
                    refusedJobs++;
                    schedules.job(jobId);
                    throw new IllegalStateException("no job, as the test wants it");
                }
                jobs.add(assertionIds.stream().sorted().toList());
            }
        };
    }

    private void awaitChecked(int count) {
        await().until(() -> checked.size() == count && live.all().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void onlySoManyAreCheckedAtATimeAndTheOthersStayDueUntilOneHasEnded(Dialect dialect) {
        on(dialect);
        schedules.due(1, MOST + 8, NOW);
        due.tick();
        await().until(() -> checking.size() == MOST);
        assertThat(schedules.dueAt(NOW)).hasSize(8);
        assertThat(schedules.busy()).hasSize(MOST);

        schedules.dueOverRecords(1001, 1, NOW);
        now = now.plusSeconds(60);
        due.tick();
        assertThat(schedules.dueAt(NOW)).hasSize(8);
        assertThat(jobs).as("what becomes a job needs no room").containsExactly(List.of(1001L));

        mayEnd.release();
        await().until(() -> checking.size() == MOST + 1);
        await().until(() -> schedules.dueAt(NOW).size() == 7);

        mayEnd.release(MOST + 7);
        awaitChecked(MOST + 8);
        assertThat(checked).doesNotHaveDuplicates();
        assertThat(schedules.dueAt(NOW)).isEmpty();
        assertThat(schedules.busy()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatTheServerHasNoThreadForStaysDue(Dialect dialect) {
        on(dialect);
        schedules.due(1, 3, NOW);
        mayEnd.release(3);
        threadsAreRefused = true;
        due.tick();
        assertThat(schedules.dueAt(NOW)).containsExactly(1L, 2L, 3L);
        assertThat(schedules.busy()).isEmpty();
        assertThat(live.all()).isEmpty();
        assertThat(runs.latest(1, 10)).isEmpty();

        threadsAreRefused = false;
        now = now.plusMillis(500);
        due.tick();
        assertThat(schedules.dueAt(NOW)).as("until the sweep").hasSize(3);
        now = now.plus(settings.sweep());
        due.tick();
        awaitChecked(3);
    }

    @ParameterizedTest
    @EnumSource
    void whatNoJobCouldBeStartedForStaysDueAndKeepsNothingElse(Dialect dialect) {
        on(dialect);
        schedules.dueOverRecords(1, 2, NOW);
        schedules.due(3, 1, NOW);
        mayEnd.release();
        jobsAreRefused = true;
        due.tick();
        awaitChecked(1);
        assertThat(schedules.dueAt(NOW)).containsExactly(1L, 2L);

        now = now.plusMillis(500);
        due.tick();
        assertThat(refusedJobs).isEqualTo(1);

        jobsAreRefused = false;
        now = now.plus(settings.sweep());
        due.tick();
        assertThat(jobs).containsExactly(List.of(1L, 2L));
        assertThat(schedules.dueAt(NOW.plus(HOUR))).containsExactly(1L, 2L, 3L);
    }

    @ParameterizedTest
    @EnumSource
    void whatADeadNodeWasCheckingIsCheckedAtOnce(Dialect dialect) {
        on(dialect);
        schedules.due(1, 1, NOW);
        AssertionRun ofDeadNode = schedule.begin(1).get(0).run();
        due.tick();
        assertThat(checking).isEmpty();

        mayEnd.release();
        now = now.plus(settings.lease()).plusSeconds(1);
        due.tick();
        awaitChecked(1);
        assertThat(runs.latest(1, 10))
                .hasSize(2)
                .extracting(AssertionRun::state)
                .containsExactly(AssertionState.PASSING, AssertionState.ERROR);
        assertThat(runs.latest(1, 10).get(1).id()).isEqualTo(ofDeadNode.id());
    }

    @ParameterizedTest
    @EnumSource
    void aRenewalThatFailsIsMadeAgainAtOnceWhileThereIsTime(Dialect dialect) {
        on(dialect);
        schedules.due(1, 1, NOW);
        due.tick();
        await().until(() -> checking.size() == 1);
        Duration third = settings.lease().dividedBy(3);
        nothingIsRenewed = true;
        now = NOW.plus(third).plusMillis(500);
        due.tick();
        now = NOW.plus(third.multipliedBy(2)).plusSeconds(1);
        due.tick();

        nothingIsRenewed = false;
        now = now.plusMillis(500);
        due.tick();

        assertThat(schedules
                        .database()
                        .query(
                                "SELECT running_until FROM tocsin_assertion",
                                row -> InstantColumn.read(row, "running_until")))
                .containsExactly(now.plus(settings.lease()));
        mayEnd.release();
        awaitChecked(1);
    }

    @ParameterizedTest
    @EnumSource
    void aClockThatIsSetBackStopsNeitherTheScheduleNorTheRenewals(Dialect dialect) {
        on(dialect);
        schedules.due(1, 1, NOW);
        due.tick();
        await().until(() -> checking.size() == 1);
        now = now.plusSeconds(20);
        due.tick();

        now = NOW.minus(HOUR);
        schedules.due(2, 1, now);
        due.tick();
        await().until(() -> checking.size() == 2);
        assertThat(schedules
                        .database()
                        .query(
                                "SELECT id FROM tocsin_assertion WHERE running_until = ? ORDER BY id",
                                row -> row.getLong(1),
                                now.plus(settings.lease())))
                .containsExactly(1L, 2L);

        mayEnd.release(2);
        awaitChecked(2);
    }

    @ParameterizedTest
    @EnumSource
    void nothingIsTakenOnceTheServerStops(Dialect dialect) {
        on(dialect);
        schedules.due(1, 1, NOW);
        due.stop();
        due.tick();
        assertThat(schedules.dueAt(NOW)).containsExactly(1L);
    }
}
