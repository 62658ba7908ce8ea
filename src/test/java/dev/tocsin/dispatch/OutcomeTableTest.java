package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.KeptPlan;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.TransactionSetting;
import java.util.Collections;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How PostgreSQL finds what a batch of outcomes is about. */
class OutcomeTableTest {

    private static final int BATCH = 500;

    /** What it knows of the table is from when nothing ran, as it mostly is. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 60_000})
    void aBatchIsNotGoneThroughForEachActionThatRuns(int actions) {
        ActionTable table = ActionTable.on(Dialect.POSTGRESQL);
        table.planned(1, "email", 1, actions);
        Database database = table.database();
        database.update("UPDATE tocsin_issue_action SET state = 'SUCCEEDED'");
        database.update("ANALYZE tocsin_issue_action");

        assertReadsOnlyTheBatch(database);
    }

    /** It was vacuumed before what came in bulk was committed. */
    @ParameterizedTest
    @ValueSource(ints = {1_000, 10_000, 60_000})
    void aTableThatIsTakenForEmptyIsNotGoneThroughForEachOfABatch(int actions) {
        ActionTable table = ActionTable.on(Dialect.POSTGRESQL);
        table.planned(1, "email", 1, actions);
        Database database = table.database();
        database.update("UPDATE pg_class SET reltuples = 0, relpages = 2000 WHERE relname = 'tocsin_issue_action'");

        assertReadsOnlyTheBatch(database);
    }

    private static void assertReadsOnlyTheBatch(Database database) {
        String plan = KeptPlan.of(
                database,
                inline(OutcomeTable.COMPLETE_ALL),
                Stream.concat(Stream.of(ActionQueue.BY_INDEX), Stream.of(OutcomeTable.COMPLETED))
                        .toArray(TransactionSetting[]::new));

        assertThat(plan).contains("Hash Join", "Index Scan", "Index Cond: (id = ANY");
        assertThat(plan).doesNotContain("Seq Scan", "Join Filter");
    }

    /** The values in place of the parameters, as the database sees them when it plans for a batch. */
    private static String inline(String sql) {
        String numbers =
                IntStream.rangeClosed(1, BATCH).mapToObj(Integer::toString).collect(Collectors.joining(","));
        return sql.replace("?::bigint[]", "'{" + numbers + "}'::bigint[]")
                .replace("?::text[]", "'{" + repeated("text") + "}'::text[]")
                .replace("?::boolean[]", "'{" + repeated("true") + "}'::boolean[]")
                .replace("?::timestamptz[]", "'{" + repeated("now") + "}'::timestamptz[]");
    }

    private static String repeated(String value) {
        return String.join(",", Collections.nCopies(BATCH, value));
    }
}
