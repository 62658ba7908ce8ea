package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.Database;
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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the transactions of the queue do to each other. */
class ActionQueueTest {

    private static final String NODE = "the node";

    private Instant now = ActionTable.NOW;
    private Instant leased;
    private ActionTable table;
    private ActionQueue queue;

    private void on(Dialect dialect) {
        table = ActionTable.on(dialect);
        TestClock clock = new TestClock(() -> now);
        Settings settings = Settings.from(key -> Optional.empty());
        ActionClaims claims = new ActionClaims(table.database(), clock, settings);
        queue = new ActionQueue(table.database(), clock, settings, null, claims, new OutcomeTable(table.database()));
        table.planned(1, "email", 101, 3);
        assertThat(claims.take(NODE, 3)).hasSize(3);
        leased = now.plus(settings.lease());
        now = now.plusSeconds(1);
    }

    /** Outcomes are written in the order of ids: if leases were renewed in another, each could wait for the other. */
    @ParameterizedTest
    @EnumSource
    void whileALeaseCannotBeRenewedThoseThatComeAfterItAreNotHeld(Dialect dialect) throws Exception {
        on(dialect);
        Set<Long> running = new LinkedHashSet<>(List.of(103L, 101L, 102L));
        try (Connection outcomes = table.connect();
                Connection others = table.connect()) {
            assertThat(lock(outcomes, "= 101", "")).containsExactly(101L);

            CompletableFuture<Void> renewal = CompletableFuture.runAsync(() -> queue.renew(NODE, running));

            await().until(() -> isWaitedFor(dialect));
            assertThat(lock(others, "> 101", " SKIP LOCKED")).containsExactly(102L, 103L);
            others.rollback();
            outcomes.rollback();
            renewal.join();
        }
        assertThat(table.database().query("SELECT id FROM tocsin_issue_action WHERE lease_until > ?", row -> 0, leased))
                .hasSize(3);
    }

    private static List<Long> lock(Connection connection, String which, String how) throws SQLException {
        connection.setAutoCommit(false);
        List<Long> ids = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "SELECT id FROM tocsin_issue_action WHERE id " + which + " ORDER BY id FOR UPDATE" + how)) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }

    private boolean isWaitedFor(Dialect dialect) {
        Database database = table.database();
        String waiting = dialect == Dialect.POSTGRESQL
                ? "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                : "SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL";
        return !database.query(waiting, row -> 0).isEmpty();
    }
}
