package dev.tocsin.dispatch;

import dev.tocsin.harness.EmptyDatabase;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Migrations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/** A new database with one issue, number 1, for what is planned. */
record ActionTable(DataSource source, Database database) {

    static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    static ActionTable on(Dialect dialect) {
        DataSource source = EmptyDatabase.of(dialect);
        Migrations.migrate(source, dialect);
        ActionTable table = new ActionTable(source, new Database(source));
        table.issue(1);
        return table;
    }

    Connection connect() throws SQLException {
        return source.getConnection();
    }

    void issue(long id) {
        issues(id, 1);
    }

    void issues(long firstId, int count) {
        database.batch(
                "INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed, created_at, opened_at,"
                        + " last_seen_at, opened_by, fingerprint, revision)"
                        + " VALUES (?, 'one', 'OPEN', 'null', 1, FALSE, ?, ?, ?, 'code', '1', 1)",
                LongStream.range(firstId, firstId + count).boxed().toList(),
                id -> new Object[] {id, NOW, NOW, NOW});
    }

    /** Each of this name, due a second after the one before it, the last of them now. */
    void planned(long issue, String function, long firstId, int count) {
        database.batch(
                "INSERT INTO tocsin_issue_action (id, issue_id, responder_id, responder_action_id, pass, revision,"
                        + " has_next, watch_pattern, target_function, function_kwargs, state, created_at, due_at,"
                        + " attempts, tries_left, idempotency_key) VALUES (?, ?, 1, ?, 0, 1, FALSE, '.*', ?, '{}',"
                        + " 'PLANNED', ?, ?, 0, 8, 'key')",
                IntStream.range(0, count).boxed().toList(),
                i -> new Object[] {firstId + i, issue, firstId + i, function, NOW, NOW.minusSeconds(count - 1L - i)});
    }

    void running(long id, String node) {
        database.update(
                "UPDATE tocsin_issue_action SET state = 'RUNNING', node = ?, attempts = 1, started_at = ?, lease_until = ?"
                        + " WHERE id = ?",
                node,
                NOW,
                NOW.plusSeconds(30),
                id);
    }

    /** The same action of a responder, done again and again. */
    void passes(long issue, long responderAction, long firstId, int count) {
        database.batch(
                "INSERT INTO tocsin_issue_action (id, issue_id, responder_id, responder_action_id, pass, revision,"
                        + " has_next, watch_pattern, target_function, function_kwargs, state, created_at, due_at,"
                        + " attempts, tries_left, idempotency_key) VALUES (?, ?, 1, ?, ?, 1, FALSE, '.*', 'log', '{}',"
                        + " 'SUCCEEDED', ?, ?, 1, 7, 'key')",
                IntStream.range(0, count).boxed().toList(),
                pass -> new Object[] {firstId + pass, issue, responderAction, pass, NOW, NOW});
    }

    /** How the database would do it. */
    String plan(String sql, Object... parameters) {
        return String.join("\n", database.query("EXPLAIN " + sql, row -> row.getString(1), parameters))
                .toLowerCase(Locale.ROOT);
    }
}
