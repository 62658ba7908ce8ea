package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import java.time.Clock;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What was planned for issues is found by the issues, a thousand of them with one statement. */
class PlannedBeforeTest {

    private static final List<Long> MANY = LongStream.range(1, 1001).boxed().toList();

    private static ActionTable table(Dialect dialect) {
        ActionTable table = ActionTable.on(dialect);
        table.planned(1, "email", 100, 2);
        table.issue(2);
        table.planned(2, "log", 200, 1);
        table.issue(5000);
        table.planned(5000, "log", 10_000, 12_000);
        table.database().update("ANALYZE");
        return table;
    }

    @ParameterizedTest
    @EnumSource
    void whatWasPlannedForTheseIssuesAndForNoOther(Dialect dialect) {
        ActionPlanner planner = new ActionPlanner(table(dialect).database(), null, Clock.systemUTC(), null, null);

        assertThat(planner.before(MANY)).extracting(PlannedBefore::id).containsExactlyInAnyOrder(100L, 101L, 200L);
        assertThat(planner.before(List.of(2L)))
                .singleElement()
                .satisfies(row -> assertThat(row.state()).isEqualTo(IssueActionState.PLANNED));
        assertThat(planner.before(List.of())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void ofWhatWasDoneThousandsOfTimesTheLatest(Dialect dialect) {
        ActionTable table = ActionTable.on(dialect);
        table.planned(1, "email", 100, 2);
        table.issue(2);
        table.planned(2, "log", 200, 1);
        int passes = EarlierPlans.MANY;
        long last = passes - 1;
        table.passes(2, 7, 20_000, passes);
        table.passes(2, 9, 30_000, passes);

        EarlierPlans plans = new EarlierPlans(table.database());

        assertThat(plans.of(List.of(2L)))
                .extracting(PlannedBefore::id)
                .containsExactlyInAnyOrder(200L, 20_000 + last, 30_000 + last);
        assertThat(plans.of(List.of(1L, 2L, 3L)))
                .extracting(PlannedBefore::id)
                .containsExactlyInAnyOrder(100L, 101L, 200L, 20_000 + last, 30_000 + last);
    }

    @ParameterizedTest
    @EnumSource
    void theyAreReadFromTheirIndex(Dialect dialect) {
        String plan = table(dialect).plan(EarlierPlans.ALL, Database.longs(MANY), 22_001);

        // H2 has one of its own besides, by the issue, for the foreign key.
        assertThat(plan).contains(dialect == Dialect.H2 ? "issue_id in(" : "tocsin_issue_action_once");
    }

    /** Whatever it costs to find the first, the next is found without reading what is between. */
    @Test
    void theLatestOfEachIsTheFirstOfTheIndex() {
        String plan = table(Dialect.POSTGRESQL).plan(EarlierPlans.NEXT_ON_POSTGRESQL, 1L, 101L);

        assertThat(plan).contains("backward using tocsin_issue_action_once").doesNotContain("sort");
    }
}
