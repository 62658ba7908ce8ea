package dev.tocsin.issue;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.DatabaseFailure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The statements that record issues: each has to be one, so that any number of nodes may run it at once. */
@ApplicationScoped
class IssueTable {

    private static final String COLUMNS = "id, name, status, details, record_type, record_id, occurrences, regressed,"
            + " created_at, opened_at, last_seen_at, resolved_at, opened_by, fingerprint, once_key, revision";

    private static final String INSERT =
            "INSERT INTO tocsin_issue (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    /**
     * Index: tocsin_issue_by_fingerprint. The status is asked for twice: a row that was open when it was
     * found may have been closed by the time it is changed.
     */
    private static final String COUNT = """
            UPDATE tocsin_issue SET occurrences = occurrences + 1,
                   last_seen_at = CASE WHEN last_seen_at < ? THEN ? ELSE last_seen_at END
            WHERE status IN ('OPEN', 'WONT_FIX') AND id = (
                SELECT id FROM tocsin_issue
                WHERE fingerprint = ? AND status IN ('OPEN', 'WONT_FIX')
                ORDER BY CASE status WHEN 'WONT_FIX' THEN 0 ELSE 1 END, created_at DESC, id DESC
                LIMIT 1)
            """;

    private static final int AT_ONCE = 500;

    private Database database;

    /** For the container's proxy. */
    protected IssueTable() {}

    @Inject
    IssueTable(Database database) {
        this.database = database;
    }

    void insert(List<Issue> issues) {
        database.batch(INSERT, issues, IssueTable::values);
    }

    /** @return whether the issue's once key was free */
    boolean insertIfFirst(Issue issue) {
        try {
            return database.update(INSERT + database.dialect().orNothing(), values(issue)) == 1;
        } catch (DatabaseFailure e) {
            if (e.isDuplicate()) {
                return false;
            }
            throw e;
        }
    }

    /** Whether {@link #insertThoseThatAreFirst} can be used. */
    boolean canInsertMany() {
        return !database.dialect().orNothing().isEmpty();
    }

    /** The fingerprints of which there is an issue that is open or won't-fix. Index: tocsin_issue_by_fingerprint. */
    Set<String> unresolved(Collection<String> fingerprints) {
        Set<String> found = new HashSet<>();
        List<String> all = List.copyOf(fingerprints);
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<String> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            found.addAll(database.query(
                    "SELECT fingerprint FROM tocsin_issue WHERE status IN ('OPEN', 'WONT_FIX') AND fingerprint IN ("
                            + Database.marks(some.size()) + ")",
                    row -> row.getString("fingerprint"),
                    some.toArray()));
        }
        return found;
    }

    /** @return the ids of those whose once key was free; what a batch changed is not told by every driver */
    Set<Long> insertThoseThatAreFirst(List<Issue> issues) {
        database.batch(INSERT + database.dialect().orNothing(), issues, IssueTable::values);
        Set<Long> inserted = new HashSet<>();
        for (int from = 0; from < issues.size(); from += AT_ONCE) {
            Object[] ids = issues.subList(from, Math.min(issues.size(), from + AT_ONCE)).stream()
                    .map(Issue::id)
                    .toArray();
            inserted.addAll(database.query(
                    "SELECT id FROM tocsin_issue WHERE id IN (" + Database.marks(ids.length) + ")",
                    row -> row.getLong("id"),
                    ids));
        }
        return inserted;
    }

    /** Counts an occurrence of the won't-fix issue of that fingerprint, or else of the newest open one. */
    Optional<Issue> countOccurrence(String fingerprint, Instant now) {
        String sql = database.dialect().returning(COUNT, COLUMNS);
        return database.query(sql, Issue::read, now, now, fingerprint).stream().findFirst();
    }

    private static Object[] values(Issue issue) {
        RecordRef record = issue.recordOrNull();
        return new Object[] {
            issue.id(),
            issue.name(),
            issue.status(),
            issue.details(),
            Database.nullable(record == null ? null : record.type()),
            Database.nullable(record == null ? null : record.id()),
            issue.occurrences(),
            issue.regressed(),
            issue.createdAt(),
            issue.openedAt(),
            issue.lastSeenAt(),
            Database.nullable(issue.resolvedAt().orElse(null)),
            issue.openedBy(),
            issue.fingerprint(),
            Database.nullable(issue.onceKey()),
            issue.revision()
        };
    }
}
