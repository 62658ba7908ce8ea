package dev.tocsin.assertion;

import dev.tocsin.harness.EmptyDatabase;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Migrations;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import javax.sql.DataSource;

/** A new database for assertions, each checked every hour. */
record Schedules(Database database) {

    static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");

    static Schedules on(Dialect dialect) {
        DataSource source = EmptyDatabase.of(dialect);
        Migrations.migrate(source, dialect);
        return new Schedules(new Database(source));
    }

    void due(long firstId, int count, Instant at) {
        add(firstId, count, null, at);
    }

    void dueOverRecords(long firstId, int count, Instant at) {
        add(firstId, count, "Article", at);
    }

    private void add(long firstId, int count, String entityType, Instant at) {
        database.batch(
                "INSERT INTO tocsin_assertion (id, name, check_function, entity_type, every, zone, enabled, attempts,"
                        + " timeout, max_issues, declared, present, schedule_set, enabled_set, version, created_at,"
                        + " updated_at, state, consecutive_failures, next_run_at) VALUES (?, ?, 'check', ?, '1h', 'UTC',"
                        + " TRUE, 1, '1m', 100, FALSE, TRUE, FALSE, FALSE, 1, ?, ?, 'UNKNOWN', 0, ?)",
                LongStream.range(firstId, firstId + count).boxed().toList(),
                id -> new Object[] {id, "assertion " + id, Database.nullable(entityType), NOW, NOW, at});
    }

    /** One that was entered. */
    void job(long id) {
        database.update(
                "INSERT INTO tocsin_job (id, name, status, node, alive_at, created_at, total, done, failing)"
                        + " VALUES (?, 'check-assertions', 'FAILED', 'a node', ?, ?, 0, 0, 0)",
                id,
                NOW,
                NOW);
    }

    /** In the order of their ids. */
    List<Long> dueAt(Instant at) {
        return database.query(
                "SELECT id FROM tocsin_assertion WHERE next_run_at = ? ORDER BY id", row -> row.getLong(1), at);
    }

    /** Those that are being checked. */
    List<Long> busy() {
        return database.query(
                "SELECT id FROM tocsin_assertion WHERE running_run_id IS NOT NULL ORDER BY id", row -> row.getLong(1));
    }
}
