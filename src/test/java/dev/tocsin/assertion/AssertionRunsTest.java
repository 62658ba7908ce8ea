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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is due, and what was cut off. */
class AssertionRunsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final RunOutcome PASSED = new RunOutcome(AssertionState.PASSING, 1, 0, 0, 0, null);

    private final Settings settings = Settings.from(key -> Optional.empty());
    private final NodeName node = new NodeName();
    private Instant now = NOW;
    private final TestClock clock = new TestClock(() -> now);
    private Schedules schedules;
    private AssertionRuns runs;
    private DueSchedule due;

    private void on(Dialect dialect) {
        schedules = Schedules.on(dialect);
        runs = onAnotherNode();
        due = new DueSchedule(schedules.database(), runs, clock);
    }

    private AssertionRuns onAnotherNode() {
        return new AssertionRuns(schedules.database(), new Ids(schedules.database()), node, settings, clock);
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

    @ParameterizedTest
    @EnumSource
    void whoWasTakenForDeadHasItsRunBackUnlessAnotherHasBegunOne(Dialect dialect) {
        on(dialect);
        schedules.dueOverRecords(1, 2, NOW);
        AssertionRun alone = runs.begin(1, 77L).orElseThrow();
        AssertionRun overtaken = runs.begin(2, 77L).orElseThrow();
        letTheLeaseRunOut();
        runs.takeFromDeadNodes(List.of());
        AssertionRun other = runs.begin(2, 78L).orElseThrow();

        runs.renew(List.of(alone, overtaken));
        assertThat(runs.begin(1, 79L)).isEmpty();
        runs.finish(alone, PASSED);
        runs.finish(overtaken, PASSED);

        assertThat(runs.state("assertion 1")).contains(AssertionState.PASSING);
        assertThat(runs.state("assertion 2")).contains(AssertionState.UNKNOWN);
        runs.finish(other, PASSED);
        assertThat(runs.state("assertion 2")).contains(AssertionState.PASSING);
    }

    @ParameterizedTest
    @EnumSource
    void whatHasEndedIsNotRenewed(Dialect dialect) {
        on(dialect);
        schedules.due(1, 1, NOW);
        AssertionRun run = runs.begin(1, null).orElseThrow();
        runs.finish(run, PASSED);

        runs.renew(List.of(run));

        assertThat(schedules.busy()).isEmpty();
    }

    /** Identities are taken a hundred at a time, so those of a node that checks seldom are old. */
    @ParameterizedTest
    @EnumSource
    void ofEachAssertionTheLatestHundredRunsAreKeptOnWhicheverNodeTheyWere(Dialect dialect) {
        on(dialect);
        schedules.dueOverRecords(1, 1, NOW);
        AssertionRuns seldom = runs;
        AssertionRun cutOff = seldom.begin(1, 77L).orElseThrow();
        letTheLeaseRunOut();
        AssertionRuns often = onAnotherNode();
        for (int i = 1; i <= 101; i++) {
            now = now.plusSeconds(1);
            often.finish(often.begin(1, null).orElseThrow(), PASSED);
        }
        now = now.plusSeconds(1);
        AssertionRun last = seldom.begin(1, null).orElseThrow();
        seldom.finish(last, PASSED);

        List<AssertionRun> kept = runs.latest(1, 200);
        assertThat(kept)
                .hasSize(100)
                .extracting(AssertionRun::startedAt)
                .isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(kept.get(0).id()).isEqualTo(last.id()).isLessThan(kept.get(1).id());
        assertThat(runs.latestOfEach(List.of(1L), 2)).isEqualTo(kept.subList(0, 2));
        assertThat(runs.find(cutOff.id()))
                .as("which will not be gone on with any more")
                .isEmpty();
    }
}
