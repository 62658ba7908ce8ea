package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import java.time.Clock;
import java.util.List;
import java.util.stream.LongStream;
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
    void theyAreReadFromTheirIndex(Dialect dialect) {
        String plan = table(dialect).plan(ActionPlanner.BEFORE, Database.longs(MANY));

        // H2 has one of its own besides, by the issue, for the foreign key.
        assertThat(plan).contains(dialect == Dialect.H2 ? "issue_id in(" : "tocsin_issue_action_once");
    }
}
