package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Postgres;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.Settings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What is due is taken once, in order, and by its index, however much else is due. */
class ActionClaimsTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final String NODE = "the node";

    private Database database;
    private ActionClaims claims;

    private void on(Dialect dialect) {
        DataSource source = dialect == Dialect.POSTGRESQL ? postgres() : h2();
        Migrations.migrate(source, dialect);
        database = new Database(source);
        claims = new ActionClaims(database, Clock.fixed(NOW, ZoneOffset.UTC), settings());
        database.update(
                "INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed, created_at, opened_at,"
                        + " last_seen_at, opened_by, fingerprint, revision)"
                        + " VALUES (1, 'one', 'OPEN', 'null', 1, FALSE, ?, ?, ?, 'code', '1', 1)",
                NOW,
                NOW,
                NOW);
    }

    private static DataSource postgres() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(Postgres.newDatabase());
        return source;
    }

    private static DataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1");
        source.setUser("sa");
        return source;
    }

    private static Settings settings() {
        return Settings.from(key -> Optional.empty());
    }

    /** Each of this name, due a second after the one before it, the last of them now. */
    private void planned(String function, long firstId, int count) {
        database.batch(
                "INSERT INTO tocsin_issue_action (id, issue_id, responder_id, responder_action_id, pass, revision,"
                        + " has_next, watch_pattern, target_function, function_kwargs, state, created_at, due_at,"
                        + " attempts, tries_left, idempotency_key) VALUES (?, 1, 1, ?, 0, 1, FALSE, '.*', ?, '{}',"
                        + " 'PLANNED', ?, ?, 0, 8, 'key')",
                IntStream.range(0, count).boxed().toList(),
                i -> new Object[] {firstId + i, firstId + i, function, NOW, NOW.minusSeconds(count - 1L - i)});
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

        assertReadFrom("tocsin_issue_action_due", plan(ActionClaims.DUE, NOW, NOW, 9));
        assertReadFrom("tocsin_issue_action_due", plan(ActionQueue.NEXT_DUE, NOW.minusSeconds(100)));
        assertReadFrom("tocsin_issue_action_by_function", plan(ActionClaims.NEXT_NAME, "quick"));
        assertReadFrom(
                "tocsin_issue_action_by_function", plan(ActionClaims.dueOf(dialect), "quick", "quick", NOW, NOW, 9));
    }

    /** On H2 nothing is sorted afterwards, for which all would be read; PostgreSQL knows better whether that pays. */
    private void assertReadFrom(String index, String plan) {
        assertThat(plan).contains(index);
        if (database.dialect() == Dialect.H2) {
            assertThat(plan).contains("index sorted");
        }
    }

    /** How the database would do it. */
    private String plan(String sql, Object... parameters) {
        return String.join("\n", database.query("EXPLAIN " + sql, row -> row.getString(1), parameters))
                .toLowerCase(Locale.ROOT);
    }
}
