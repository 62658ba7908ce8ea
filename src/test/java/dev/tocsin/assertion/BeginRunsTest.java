package dev.tocsin.assertion;

import static dev.tocsin.assertion.Schedules.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.JobContexts;
import dev.tocsin.harness.NotApart;
import dev.tocsin.harness.TestClock;
import dev.tocsin.job.Apart;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import jakarta.batch.runtime.BatchStatus;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A job checks what it is for, however often it is cut off. */
class BeginRunsTest {

    private static final long JOB = 77;

    private final Schedules schedules = Schedules.on(Dialect.H2);
    private final LiveRuns live = new LiveRuns();
    private final RecordParts parts = new RecordParts(schedules.database());
    private final AssertionRuns runs = new AssertionRuns(
            schedules.database(),
            new Ids(schedules.database()),
            new NodeName(),
            Settings.from(key -> Optional.empty()),
            new TestClock(() -> NOW));

    private final AssertionService assertions = new AssertionService() {
        @Override
        public List<Assertion> ofJob(long jobId) {
            return LongStream.rangeClosed(1, 3)
                    .mapToObj(id -> find(id).orElseThrow())
                    .toList();
        }

        @Override
        public Optional<Assertion> find(long id) {
            Definition definition = new Definition(
                    "assertion " + id, "check", JsonValue.EMPTY_JSON_OBJECT, null, Schedule.NONE, true, 1, "1m", 1);
            return Optional.of(new Assertion(id, definition, false, NOW));
        }
    };

    private final AssertionRunner runner = new AssertionRunner() {
        @Override
        Executor executor() {
            return Runnable::run;
        }

        @Override
        void run(Assertion assertion, AssertionRun run) {
            assertThat(live.all()).as("renewed while others are checked").contains(run);
            runs.finish(run, new RunOutcome(AssertionState.PASSING, 1, 0, 0, 0, null));
        }
    };

    private final Apart here = new NotApart();

    private final JobTotals totals = new JobTotals() {
        @Override
        void tell(long jobId) {
            // Nobody asks.
        }
    };

    @BeforeEach
    void threeAssertions() {
        schedules.due(1, 3, NOW);
    }

    private void begin() {
        new BeginRuns(JobContexts.of(JOB, BatchStatus.STARTED), here, assertions, runs, parts, runner, live, totals)
                .process();
    }

    private List<Long> checked() {
        return runs.ofJob(JOB).stream()
                .filter(run -> run.state() == AssertionState.PASSING)
                .map(AssertionRun::assertionId)
                .sorted()
                .toList();
    }

    @Test
    void aJobThatWasCutOffWhileItsRunsBeganBeginsTheOthersToo() {
        AssertionRun begun = runs.begin(1, JOB).orElseThrow();

        begin();

        assertThat(checked()).containsExactly(1L, 2L, 3L);
        assertThat(runs.ofJob(JOB)).extracting(AssertionRun::id).contains(begun.id());
        assertThat(live.all()).isEmpty();
    }

    @Test
    void oneThatWasCutOffLaterGoesOnWithWhatItHadBegun() {
        runs.begin(1, JOB);
        runs.finish(runs.begin(2, JOB).orElseThrow(), new RunOutcome(AssertionState.PASSING, 1, 0, 0, 0, null));

        begin();

        assertThat(checked()).containsExactly(1L, 2L);
    }

    @Test
    void soDoesOneThatHadRecordsToCheck() {
        AssertionRun begun = runs.begin(1, JOB).orElseThrow();
        parts.divide(JOB, List.of(new RecordParts.Part(begun.id(), 0, null, null, null, 0, 0)));

        begin();

        assertThat(checked()).containsExactly(1L);
    }
}
