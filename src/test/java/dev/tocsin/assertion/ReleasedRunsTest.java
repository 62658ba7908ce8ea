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
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a job leaves behind may be checked by others, whatever happens at its end. */
class ReleasedRunsTest {

    private final Schedules schedules = Schedules.on(Dialect.H2);
    private final LiveRuns live = new LiveRuns();
    private final AssertionRuns runs = new AssertionRuns(
            schedules.database(),
            new Ids(schedules.database()),
            new NodeName(),
            Settings.from(key -> Optional.empty()),
            new TestClock(() -> NOW));
    private AssertionRun ofJob;
    private AssertionRun ofAnother;

    @BeforeEach
    void begin() {
        schedules.dueOverRecords(1, 2, NOW);
        ofJob = runs.begin(1, 77L).orElseThrow();
        ofAnother = runs.begin(2, 78L).orElseThrow();
        live.add(ofJob);
        live.add(ofAnother);
    }

    private void end(Long jobId, Apart apart) {
        new ReleasedRuns(JobContexts.of(jobId, BatchStatus.FAILED), apart, runs, live).afterJob();
    }

    @Test
    void theRunsOfTheJobAreFree() {
        end(77L, new NotApart());

        assertThat(live.all()).containsExactly(ofAnother);
        assertThat(schedules.busy()).containsExactly(2L);
        assertThat(runs.find(ofJob.id()).orElseThrow().message()).contains("restart job 77");
    }

    @Test
    void theyAreRenewedNoMoreAlsoIfTheDatabaseIsAway() {
        end(77L, new NotApart(() -> true));

        assertThat(live.all()).containsExactly(ofAnother);
    }

    @Test
    void aJobThatHadNotBegunHasLeftNothing() {
        end(null, new Apart());

        assertThat(live.all()).containsExactlyInAnyOrder(ofJob, ofAnother);
    }
}
