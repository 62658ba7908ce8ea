package dev.tocsin.assertion;

import static dev.tocsin.assertion.Schedules.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.TestClock;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.UnresolvedIssue;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import jakarta.json.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How often each record has failed is known while it is checked, and not before. */
class RecordRunTest {

    private static final int ATTEMPTS = 3;

    private final IssueService noIssues = new IssueService() {
        @Override
        public void eachUnresolved(String name, Consumer<UnresolvedIssue> reader) {
            // There are none.
        }
    };

    private AssertionRuns runs;
    private SoftFailures softFailures;

    private void on(Dialect dialect) {
        Schedules schedules = Schedules.on(dialect);
        schedules.dueOverRecords(1, 1, NOW);
        softFailures = new SoftFailures(schedules.database());
        runs = new AssertionRuns(
                schedules.database(),
                new Ids(schedules.database()),
                new NodeName(),
                Settings.from(key -> Optional.empty()),
                new TestClock(() -> NOW));
    }

    private RecordRun run() {
        AssertionRun run = runs.begin(1, 77L).orElseThrow();
        runs.finish(run, new RunOutcome(AssertionState.PASSING, 1, 0, 0, 0, null));
        Definition definition = new Definition(
                "assertion 1", "check", JsonValue.EMPTY_JSON_OBJECT, null, Schedule.NONE, true, ATTEMPTS, "1m", 10);
        return new RecordRun(run, definition, "Article", noIssues, softFailures);
    }

    private Map<String, Integer> failures() {
        Map<String, SoftFailures.Failures> read = new HashMap<>();
        softFailures.each(1, List.of("a", "b", "c"), read);
        Map<String, Integer> failures = new HashMap<>();
        read.forEach((record, failure) -> failures.put(record, failure.count()));
        return failures;
    }

    private static void fails(RecordRun run, String... records) {
        RecordRun.Findings findings = new RecordRun.Findings();
        run.checksNext(() -> List.of(records));
        for (String record : records) {
            run.failed(record, JsonValue.NULL, findings);
        }
        run.apply(findings);
    }

    @ParameterizedTest
    @EnumSource
    void ofTheRecordsThatHaveFailedThoseAreReadThatAreCheckedNext(Dialect dialect) {
        on(dialect);
        fails(run(), "a", "b");
        fails(run(), "b", "c");
        assertThat(failures()).containsOnly(Map.entry("a", 1), Map.entry("b", 2), Map.entry("c", 1));

        RecordRun third = run();
        assertThat(third.nothingKnown()).as("though three have failed").isTrue();
        third.checksNext(() -> List.of("a", "never failed"));
        assertThat(third.nothingKnown()).isFalse();
        RecordRun.Findings findings = new RecordRun.Findings();
        third.passed("a", findings);
        assertThat(third.nothingKnown()).isTrue();
        third.apply(findings);
        assertThat(failures()).containsOnly(Map.entry("b", 2), Map.entry("c", 1));
    }
}
