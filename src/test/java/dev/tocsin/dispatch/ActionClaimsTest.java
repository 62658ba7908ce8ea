package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.KeptPlan;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is due is taken once, in order, and by its index, however much else is due. */
class ActionClaimsTest {

    private static final Instant NOW = ActionTable.NOW;
    private static final String NODE = "the node";

    private ActionTable table;
    private Database database;
    private ActionClaims claims;

    private void on(Dialect dialect) {
        table = ActionTable.on(dialect);
        database = table.database();
        claims = new ActionClaims(database, Clock.fixed(NOW, ZoneOffset.UTC), settings());
    }

    private static Settings settings() {
        return Settings.from(key -> Optional.empty());
    }

    private void planned(String function, long firstId, int count) {
        table.planned(1, function, firstId, count);
    }

    private static List<Long> ids(List<ClaimedAction> actions) {
        return actions.stream().map(ClaimedAction::id).sorted().toList();
    }

    @ParameterizedTest
    @EnumSource
    void theOldestAreTakenFirstAndNobodyGetsThemAgain(Dialect dialect) {
        on(dialect);
        planned("email", 100, 5);

        assertThat(ids(claims.take(NODE, 3))).containsExactly(100L, 101L, 102L);
        assertThat(ids(claims.take("another node", 3))).containsExactly(103L, 104L);
        assertThat(claims.take(NODE, 3)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsTakenBeginsItsFirstAttemptNow(Dialect dialect) {
        on(dialect);
        planned("email", 100, 1);

        assertThat(claims.take(NODE, 3)).singleElement().satisfies(action -> {
            assertThat(action.attempt()).isEqualTo(1);
            assertThat(action.triesLeft()).isEqualTo(7);
            assertThat(action.startedAt()).isEqualTo(NOW);
            assertThat(action.node()).isEqualTo(NODE);
            assertThat(action.targetFunction()).isEqualTo("email");
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofSomeNamesTheOldestAreTakenWhicheverNameTheyHave(Dialect dialect) {
        on(dialect);
        planned("email", 100, 3);
        planned("log", 200, 3);
        planned("webhook", 300, 3);

        // 100, 200 and 300 have been due for as long as each other.
        assertThat(ids(claims.takeOf(List.of("log", "webhook"), NODE, 3))).containsExactly(200L, 201L, 300L);
        assertThat(ids(claims.takeOf(List.of("log", "webhook"), NODE, 9))).containsExactly(202L, 301L, 302L);
        assertThat(claims.takeOf(List.of("log", "webhook"), NODE, 9)).isEmpty();
        assertThat(ids(claims.take(NODE, 9))).containsExactly(100L, 101L, 102L);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotDueYetIsNotTakenAndItsNameIsKnown(Dialect dialect) {
        on(dialect);
        planned("email", 100, 1);
        planned("log", 200, 1);
        database.update("UPDATE tocsin_issue_action SET due_at = ? WHERE id = 200", NOW.plusMillis(1));

        assertThat(claims.takeOf(List.of("log"), NODE, 9)).isEmpty();
        assertThat(ids(claims.take(NODE, 9))).containsExactly(100L);
        assertThat(claims.plannedFunctions(Set.of())).containsExactly("log");
    }

    @ParameterizedTest
    @EnumSource
    void oneThatComesAfterAnotherWaitsUntilThatHasStarted(Dialect dialect) {
        on(dialect);
        planned("email", 100, 1);
        planned("log", 200, 1);
        database.update("UPDATE tocsin_issue_action SET after_id = 100 WHERE id = 200");

        assertThat(claims.takeOf(List.of("log"), NODE, 9)).isEmpty();
        assertThat(ids(claims.take(NODE, 9))).containsExactly(100L);
        assertThat(claims.takeOf(List.of("log"), NODE, 9)).isEmpty();

        database.update("UPDATE tocsin_issue_action SET started_at = ? WHERE id = 100", NOW.minusSeconds(6));
        assertThat(ids(claims.takeOf(List.of("log"), NODE, 9))).containsExactly(200L);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSlowAndHasPiledUpIsNotReadToFindTheOthers(Dialect dialect) {
        on(dialect);
        planned("slow", 1000, 12_000);
        planned("quick", 100, 2);
        planned("zealous", 200, 1);
        database.update("ANALYZE");

        List<String> others = claims.plannedFunctions(Set.of("slow"));

        assertThat(others).containsExactly("quick", "zealous");
        assertThat(ids(claims.takeOf(others, NODE, 9))).containsExactly(100L, 101L, 200L);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsAskedForAllTheTimeIsReadFromItsIndex(Dialect dialect) {
        on(dialect);
        planned("slow", 1000, 12_000);
        planned("quick", 200_000, 1_000);
        database.update("ANALYZE");

        assertReadFrom("tocsin_issue_action_due", table.plan(ActionClaims.DUE, NOW, NOW, 9));
        assertReadFrom("tocsin_issue_action_due", table.plan(ActionQueue.NEXT_DUE, NOW.minusSeconds(100)));
        assertReadFrom("tocsin_issue_action_by_function", table.plan(ActionClaims.NEXT_NAME, "quick"));
        assertReadFrom(
                "tocsin_issue_action_by_function",
                table.plan(ActionClaims.dueOf(dialect), "quick", "quick", NOW, NOW, 9));
    }

    private static final int NEVER_ANALYSED = -1;

    /** As it mostly is: what the database knows of the table is from when nothing was planned, or from before there was any. */
    @ParameterizedTest
    @ValueSource(ints = {NEVER_ANALYSED, 0, 60, 20_000})
    void aBurstAfterAQuietTimeIsTakenByItsIndexes(int ended) {
        on(Dialect.POSTGRESQL);
        if (ended > 0) {
            table.issues(2, ended);
            planned("email", 1, ended);
            database.update("UPDATE tocsin_issue_action SET state = 'SUCCEEDED'");
        }
        if (ended != NEVER_ANALYSED) {
            database.update("VACUUM ANALYZE");
        }
        table.issues(50_000, 1_000);
        planned("email", 50_000, 1_000);

        assertThat(plan(ActionClaims.START_DUE))
                .contains("Index Scan using tocsin_issue_action_due on tocsin_issue_action a")
                .contains("Index Scan using tocsin_issue_action_pkey on tocsin_issue_action ")
                .doesNotContain("Sort", "Bitmap", "Seq Scan", "Join Filter");
        assertThat(plan(ActionClaims.START_LISTED))
                .contains("Index Scan using tocsin_issue_action_pkey on tocsin_issue_action a")
                .contains("Index Scan using tocsin_issue_action_pkey on tocsin_issue_action ")
                .doesNotContain("Sort", "Bitmap", "Seq Scan", "Join Filter");
        assertThat(plan(ActionClaims.dueOf(Dialect.POSTGRESQL)))
                .contains("Index Scan using tocsin_issue_action_by_function")
                .doesNotContain("Sort", "Bitmap", "Seq Scan");
        assertThat(plan(ActionQueue.NEXT_DUE))
                .contains("using tocsin_issue_action_due")
                .doesNotContain("Sort", "Bitmap", "Seq Scan");
        assertThat(plan(ActionQueue.RENEW_ON_POSTGRESQL))
                .contains("Index Scan using tocsin_issue_action_pkey")
                .doesNotContain("Sort", "Bitmap", "Seq Scan", "Join Filter");
        assertThat(plan(ActionQueue.OPEN_ON_POSTGRESQL))
                .contains("Index Scan using tocsin_issue_pkey on tocsin_issue i")
                .doesNotContain("Bitmap", "Seq Scan");
    }

    /** It was vacuumed before what came in bulk was committed: it has pages, but no rows that are known of. */
    @Test
    void aTableThatIsTakenForEmptyIsNotGoneThroughForEachThatIsTaken() {
        on(Dialect.POSTGRESQL);
        planned("email", 1, 1_000);
        database.update("UPDATE pg_class SET reltuples = 0, relpages = 2000 WHERE relname = 'tocsin_issue_action'");

        for (String sql : List.of(ActionClaims.START_DUE, ActionClaims.START_LISTED, ActionQueue.RENEW_ON_POSTGRESQL)) {
            assertThat(plan(sql))
                    .contains("Index Cond: (id = ANY (")
                    .doesNotContain("Sort", "Bitmap", "Seq Scan", "Join Filter", "Hash", "Merge");
        }
    }

    private String plan(String sql) {
        return KeptPlan.of(database, sql, ActionQueue.BY_INDEX);
    }

    /** On H2 nothing is sorted afterwards, for which all would be read. */
    private void assertReadFrom(String index, String plan) {
        assertThat(plan).contains(index);
        if (database.dialect() == Dialect.H2) {
            assertThat(plan).contains("index sorted");
        }
    }
}
