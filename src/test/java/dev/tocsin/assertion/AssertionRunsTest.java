package dev.tocsin.assertion;

import static dev.tocsin.assertion.Schedules.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is due, and what was cut off. */
class AssertionRunsTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Settings settings = Settings.from(key -> Optional.empty());
    private final NodeName node = new NodeName();
    private Instant now = NOW;
    private Schedules schedules;
    private AssertionRuns runs;
    private DueSchedule due;

    private void on(Dialect dialect) {
        schedules = Schedules.on(dialect);
        TestClock clock = new TestClock(() -> now);
        runs = new AssertionRuns(schedules.database(), new Ids(schedules.database()), node, settings, clock);
        due = new DueSchedule(schedules.database(), runs, clock);
    }

    private AssertionRun begun(List<DueSchedule.Begun> begun) {
        assertThat(begun).hasSize(1);
        return begun.get(0).run();
    }

    private void letTheLeaseRunOut() {
        now = now.plus(settings.lease()).plusSeconds(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsDueIsBegunAsItIsTakenAndWhatIsOverRecordsIsLeftToAJob(Dialect dialect) {
        on(dialect);
        schedules.due(1, 3, NOW);
        schedules.dueOverRecords(4, 2, NOW);
        schedules.due(6, 1, NOW.plusSeconds(1));

        List<DueSchedule.Begun> begun = due.begin(2);
        assertThat(begun)
                .extracting(one -> one.run().assertionId())
                .containsExactlyInAnyOrderElementsOf(schedules.busy());
        assertThat(begun)
                .hasSize(2)
                .allSatisfy(one -> assertThat(runs.find(one.run().id())).contains(one.run()));
        assertThat(schedules.dueAt(NOW)).hasSize(3).contains(4L, 5L);
        assertThat(schedules.dueAt(NOW.plus(HOUR))).isEqualTo(schedules.busy());

        assertThat(due.takeOverRecords(10))
                .extracting(DueSchedule.Due::assertionId)
                .containsExactlyInAnyOrder(4L, 5L);
        assertThat(due.begin(10)).hasSize(1);
        assertThat(due.begin(10)).isEmpty();
        assertThat(due.nextDue(false)).contains(NOW.plusSeconds(1));
        assertThat(due.nextDue(true)).contains(NOW.plus(HOUR));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsStillBeingCheckedWaitsUntilItIsDueAgain(Dialect dialect) {
        on(dialect);
        schedules.due(1, 1, NOW);
        AssertionRun first = begun(due.begin(1));
        now = NOW.plus(HOUR);
        runs.renew(List.of(first));

        assertThat(due.begin(1))
                .containsExactly(new DueSchedule.Begun(
                        new DueSchedule.Due(1, "assertion 1", NOW.plus(HOUR), NOW.plus(HOUR.multipliedBy(2))), null));
        assertThat(schedules.dueAt(NOW.plus(HOUR.multipliedBy(2)))).containsExactly(1L);
        assertThat(runs.latest(1, 10)).extracting(AssertionRun::id).containsExactly(first.id());
    }

    @ParameterizedTest
    @EnumSource
    void whatIsGivenBackIsDueAsIfNothingHadBegun(Dialect dialect) {
        on(dialect);
        schedules.due(1, 2, NOW);
        due.giveBack(due.begin(2));

        assertThat(schedules.dueAt(NOW)).containsExactly(1L, 2L);
        assertThat(schedules.busy()).isEmpty();
        assertThat(runs.latest(1, 10)).isEmpty();
        assertThat(due.begin(2)).hasSize(2).noneMatch(one -> one.run() == null);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPutBackIsDueUnlessItsScheduleWasChanged(Dialect dialect) {
        on(dialect);
        schedules.dueOverRecords(1, 2, NOW);
        List<DueSchedule.Due> taken = due.takeOverRecords(2);
        schedules.database().update("UPDATE tocsin_assertion SET next_run_at = NULL WHERE id = 2");
        due.putBack(77, taken);
        assertThat(schedules.dueAt(NOW)).as("of a job that was never entered").isEmpty();

        schedules.job(77);
        due.putBack(77, taken);
        assertThat(schedules.dueAt(NOW)).containsExactly(1L);
        assertThat(due.takeOverRecords(2))
                .extracting(DueSchedule.Due::assertionId)
                .containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource
    void whatANodeWasCheckingThatDiedIsSaidAndDueAtOnce(Dialect dialect) {
        on(dialect);
        schedules.due(1, 2, NOW);
        List<AssertionRun> begun =
                due.begin(2).stream().map(DueSchedule.Begun::run).toList();
        assertThat(runs.takeFromDeadNodes(List.of())).isZero();
        letTheLeaseRunOut();

        AssertionRun mine = begun.get(0);
        AssertionRun cutOff = begun.get(1);
        assertThat(runs.takeFromDeadNodes(List.of(mine))).isEqualTo(1);

        assertThat(schedules.busy()).containsExactly(mine.assertionId());
        assertThat(schedules.dueAt(now)).containsExactly(cutOff.assertionId());
        assertThat(runs.find(cutOff.id())).get().satisfies(run -> {
            assertThat(run.state()).isEqualTo(AssertionState.ERROR);
            assertThat(run.finishedAt()).isEqualTo(now);
            assertThat(run.message()).contains(node.text() + " stopped answering");
        });
        assertThat(runs.takeFromDeadNodes(List.of(mine))).isZero();
        assertThat(begun(due.begin(1)).assertionId()).isEqualTo(cutOff.assertionId());
    }

    @ParameterizedTest
    @EnumSource
    void whatWasCutOffHasEndedWhenTheNextRunBegins(Dialect dialect) {
        on(dialect);
        schedules.due(1, 1, NOW);
        AssertionRun cutOff = begun(due.begin(1));
        now = NOW.plus(HOUR);

        AssertionRun next = begun(due.begin(1));
        assertThat(runs.find(cutOff.id()).orElseThrow().state()).isEqualTo(AssertionState.ERROR);
        assertThat(runs.find(next.id()).orElseThrow().finishedAt()).isNull();
    }

    /** A job that was cut off can be restarted, and goes on with its runs. */
    @ParameterizedTest
    @EnumSource
    void theRunOfAJobIsLeftToItButKeepsNobodyFromCheckingOnceItIsNotRenewedAnyMore(Dialect dialect) {
        on(dialect);
        schedules.dueOverRecords(1, 1, NOW);
        AssertionRun ofJob = runs.begin(1, 77L).orElseThrow();
        assertThat(runs.begin(1, null)).isEmpty();
        letTheLeaseRunOut();

        assertThat(runs.takeFromDeadNodes(List.of())).isZero();
        assertThat(schedules.busy()).isEmpty();
        assertThat(schedules.dueAt(NOW)).containsExactly(1L);
        assertThat(runs.find(ofJob.id()).orElseThrow().message())
                .isEqualTo("It was cut off; restart job 77 to go on with it");
        assertThat(runs.resume(ofJob)).isTrue();

        letTheLeaseRunOut();
        assertThat(runs.begin(1, 78L)).isPresent();
        assertThat(runs.find(ofJob.id()).orElseThrow().finishedAt()).isNull();
    }
}
