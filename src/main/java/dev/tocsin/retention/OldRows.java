package dev.tocsin.retention;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds and deletes old rows, a batch in a transaction of its own. Each batch locks only rows that nobody
 * will open, plan or run again; one that changes meanwhile, an issue that is reopened, stays.
 */
@ApplicationScoped
class OldRows {

    /** Some milliseconds' work. */
    static final int BATCH = 500;

    private static final int LOOKED_AT = 2000;

    private static final String NOTHING_TO_DO = " AND NOT EXISTS (SELECT 1 FROM tocsin_issue_action a"
            + " WHERE a.issue_id = tocsin_issue.id AND a.state IN ('PLANNED', 'RUNNING'))";

    @Inject
    private Database database;

    /**
     * What a batch did.
     *
     * @param last where the next batch goes on; null if there is nothing more
     */
    record Batch(int deleted, Cursor last) {}

    /**
     * Resolved before that time, with all that was done about them. Index: tocsin_issue_by_resolved; their
     * actions, attempts, changes and bursts by the keys that begin with the issue's id.
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public Batch resolvedIssues(Instant before, Cursor after) {
        List<Cursor> found = find(
                "SELECT id, resolved_at AS at FROM tocsin_issue WHERE resolved_at < ? AND status = 'RESOLVED'"
                        + " AND resolved_at >= ? AND (resolved_at > ? OR id > ?) ORDER BY resolved_at, id LIMIT ",
                before,
                after);
        return deleteIssues(found, "status = 'RESOLVED' AND resolved_at < ?", before);
    }

    /** Not seen since that time. Index: tocsin_issue_by_status. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Batch wontFixIssues(Instant before, Cursor after) {
        List<Cursor> found = find(
                "SELECT id, created_at AS at FROM tocsin_issue WHERE last_seen_at < ? AND status = 'WONT_FIX'"
                        + " AND created_at >= ? AND (created_at > ? OR id > ?) ORDER BY created_at, id LIMIT ",
                before,
                after);
        return deleteIssues(found, "status = 'WONT_FIX' AND last_seen_at < ?", before);
    }

    /** An action, and whether the same was done again since. */
    private record Done(Cursor row, boolean again) {
        static Done read(ResultSet row) throws SQLException {
            return new Done(cursor(row), row.getInt("again") == 1);
        }
    }

    /**
     * What was done about issues that are still there, where the same was done again since: the last time
     * stays, because by it Tocsin knows that it was done. Bounded is what is looked at, because most of it may have to stay.
     * Index: tocsin_issue_action_newest, _once.
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public Batch repeatedActions(Instant before, Cursor after) {
        Instant at = after == null ? Instant.EPOCH : after.at();
        long id = after == null ? Long.MIN_VALUE : after.id();
        List<Done> old = database.query(
                "SELECT a.id, a.created_at AS at, CASE WHEN a.state NOT IN ('PLANNED', 'RUNNING')"
                        + " AND (a.executed_at IS NULL OR a.executed_at < ?)"
                        + " AND EXISTS (SELECT 1 FROM tocsin_issue_action later WHERE later.issue_id = a.issue_id"
                        + " AND later.responder_action_id = a.responder_action_id AND later.pass > a.pass"
                        + " AND later.executed_at IS NOT NULL AND later.state IN ('SUCCEEDED', 'FAILED'))"
                        + " THEN 1 ELSE 0 END AS again"
                        + " FROM (SELECT id, issue_id, responder_action_id, pass, state, executed_at, created_at"
                        + " FROM tocsin_issue_action WHERE created_at < ? AND created_at >= ?"
                        + " AND (created_at > ? OR id > ?) ORDER BY created_at, id LIMIT " + LOOKED_AT + ") a"
                        + " ORDER BY a.created_at, a.id",
                Done::read,
                before,
                before,
                at,
                at,
                id);
        List<Cursor> again = old.stream().filter(Done::again).map(Done::row).toList();
        int deleted = again.isEmpty() ? 0 : delete("tocsin_issue_action", again, "state NOT IN ('PLANNED', 'RUNNING')");
        return new Batch(
                deleted, old.size() < LOOKED_AT ? null : old.get(old.size() - 1).row());
    }

    /** When issues were seen, long ago. Index: tocsin_burst_by_start. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Batch bursts(Instant before) {
        return upTo("tocsin_burst", "started_at", before);
    }

    /** Who changed what, long ago. Index: tocsin_audit_newest. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Batch auditEntries(Instant before) {
        return upTo("tocsin_audit", "at", before);
    }

    /** Those of a batch, and all of the same moment as the last of them. */
    private Batch upTo(String table, String time, Instant before) {
        List<Instant> ends = database.query(
                "SELECT MAX(at) AS until FROM (SELECT " + time + " AS at FROM " + table + " WHERE " + time
                        + " < ? ORDER BY " + time + " LIMIT " + BATCH + ") oldest",
                row -> InstantColumn.read(row, "until"),
                before);
        Instant end = ends.get(0);
        if (end == null) {
            return new Batch(0, null);
        }
        int deleted = database.update("DELETE FROM " + table + " WHERE " + time + " <= ?", end);
        return new Batch(deleted, deleted < BATCH ? null : new Cursor(end, 0));
    }

    private List<Cursor> find(String select, Instant before, Cursor after) {
        Instant at = after == null ? Instant.EPOCH : after.at();
        long id = after == null ? Long.MIN_VALUE : after.id();
        return database.query(select + BATCH, OldRows::cursor, before, at, at, id);
    }

    private static Cursor cursor(ResultSet row) throws SQLException {
        return new Cursor(InstantColumn.read(row, "at"), row.getLong("id"));
    }

    private Batch deleteIssues(List<Cursor> found, String stillSo, Instant before) {
        if (found.isEmpty()) {
            return new Batch(0, null);
        }
        int deleted = delete("tocsin_issue", found, stillSo + NOTHING_TO_DO, before);
        return new Batch(deleted, found.size() < BATCH ? null : found.get(found.size() - 1));
    }

    /** One that another transaction has stays for the next time: while it was waited for, others might wait for these. */
    private int delete(String table, List<Cursor> found, String stillSo, Object... parameters) {
        List<Object> all = new ArrayList<>();
        all.add(Database.longs(found.stream().map(Cursor::id).sorted().toList()));
        all.addAll(List.of(parameters));
        List<Long> locked = database.query(
                "SELECT id FROM " + table + " WHERE id = ANY(?) AND " + stillSo + " ORDER BY id " + Dialect.SKIP_LOCKED,
                row -> row.getLong("id"),
                all.toArray());
        return database.update("DELETE FROM " + table + " WHERE id = ANY(?)", Database.longs(locked));
    }
}
