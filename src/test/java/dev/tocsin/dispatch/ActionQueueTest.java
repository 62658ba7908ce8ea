package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Settings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the transactions of the queue do to each other. */
class ActionQueueTest {

    private static final String NODE = "the node";

    private Instant now = ActionTable.NOW;
    private Instant leased;
    private ActionTable table;
    private ActionQueue queue;
    private ActionClaims claims;
    private List<ClaimedAction> claimed;

    private void on(Dialect dialect) {
        table = ActionTable.on(dialect);
        TestClock clock = new TestClock(() -> now);
        Settings settings = Settings.from(key -> Optional.empty());
        claims = new ActionClaims(table.database(), clock, settings);
        queue = new ActionQueue(table.database(), clock, settings, null, claims, new OutcomeTable(table.database()));
        table.planned(1, "email", 101, 3);
        claimed = claims.take(NODE, 3);
        assertThat(claimed).hasSize(3);
        leased = now.plus(settings.lease());
        now = now.plusSeconds(1);
    }

    /** If it waited, another could wait for it in turn. */
    @ParameterizedTest
    @EnumSource
    @Timeout(20)
    void aRenewalDoesNotWaitForAnActionThatIsEnding(Dialect dialect) throws Exception {
        on(dialect);
        try (Connection outcomes = table.connect()) {
            assertThat(lock(outcomes, "tocsin_issue_action", 102)).containsExactly(102L);
            queue.renew(NODE, new LinkedHashSet<>(List.of(103L, 102L, 101L)));
            outcomes.rollback();
        }
        assertThat(renewed()).containsExactly(101L, 103L);

        queue.renew(NODE, Set.of(101L, 102L, 103L));
        assertThat(renewed()).containsExactly(101L, 102L, 103L);
    }

    @ParameterizedTest
    @EnumSource
    void anotherNodesLeaseIsNotRenewed(Dialect dialect) throws Exception {
        on(dialect);
        queue.renew("another node", Set.of(101L));
        assertThat(renewed()).isEmpty();
    }

    /** Somebody may have it for minutes. */
    @ParameterizedTest
    @EnumSource
    @Timeout(20)
    void theOutcomesOfAnIssueThatAnotherHasDoNotKeepThoseOfOthersWaiting(Dialect dialect) throws Exception {
        on(dialect);
        List<Outcome> outcomes = failed(alsoOfIssue2());
        List<Outcome> putOff;
        try (Connection another = table.connect()) {
            assertThat(lock(another, "tocsin_issue", 1)).containsExactly(1L);
            ActionQueue.Completed done = queue.complete(outcomes);
            putOff = done.putOff();
            assertThat(putOff).extracting(outcome -> outcome.action().id()).containsExactly(101L, 102L, 103L);
            assertThat(done.completions().keySet())
                    .extracting(outcome -> outcome.action().id())
                    .containsExactlyInAnyOrder(201L, 202L);
            assertThat(states(1)).containsOnly("RUNNING");
            assertThat(states(2)).containsOnly("PLANNED");
            another.rollback();
        }

        ActionQueue.Completed later = queue.complete(putOff);

        assertThat(later.putOff()).isEmpty();
        assertThat(later.completions()).hasSize(3);
        assertThat(states(1)).containsOnly("PLANNED");
    }

    @ParameterizedTest
    @EnumSource
    void ofAnIssueThatIsNotThereAnyMoreNothingIsPutOff(Dialect dialect) {
        on(dialect);
        List<Outcome> outcomes = failed(alsoOfIssue2());
        table.database().update("DELETE FROM tocsin_issue WHERE id = 2");

        ActionQueue.Completed done = queue.complete(outcomes);

        assertThat(done.putOff()).isEmpty();
        assertThat(done.completions().keySet())
                .extracting(outcome -> outcome.action().issueId())
                .containsOnly(1L);
    }

    private List<ClaimedAction> alsoOfIssue2() {
        table.issue(2);
        table.planned(2, "log", 201, 2);
        List<ClaimedAction> all = new ArrayList<>(claimed);
        all.addAll(claims.take(NODE, 2));
        return all;
    }

    private List<Outcome> failed(List<ClaimedAction> actions) {
        return actions.stream()
                .map(action -> Outcome.failed(action, Outcome.Kind.FAILED, now, "no answer"))
                .toList();
    }

    private List<String> states(long issue) {
        return table.database()
                .query(
                        "SELECT state FROM tocsin_issue_action WHERE issue_id = ?",
                        row -> row.getString("state"),
                        issue);
    }

    private List<Long> renewed() {
        return table.database()
                .query(
                        "SELECT id FROM tocsin_issue_action WHERE lease_until > ? ORDER BY id",
                        row -> row.getLong("id"),
                        leased);
    }

    private static List<Long> lock(Connection connection, String table, long id) throws SQLException {
        connection.setAutoCommit(false);
        List<Long> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT id FROM " + table + " WHERE id = " + id + " FOR UPDATE")) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
