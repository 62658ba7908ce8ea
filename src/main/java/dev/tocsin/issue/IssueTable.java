package dev.tocsin.issue;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Insert;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.TransactionSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The statements that record issues: each has to be one, so that any number of nodes may run it at once. */
@ApplicationScoped
class IssueTable {

    private static final Insert<Issue> INSERT = Insert.<Issue>into("tocsin_issue")
            .number("id", Issue::id)
            .text("name", Issue::name)
            .text("status", Issue::status)
            .text("details", Issue::details)
            .text("record_type", issue -> issue.record().map(RecordRef::type).orElse(null))
            .text("record_id", issue -> issue.record().map(RecordRef::id).orElse(null))
            .number("occurrences", Issue::occurrences)
            .flag("regressed", Issue::regressed)
            .time("created_at", Issue::createdAt)
            .time("opened_at", Issue::openedAt)
            .time("last_seen_at", Issue::lastSeenAt)
            .time("resolved_at", issue -> issue.resolvedAt().orElse(null))
            .text("opened_by", Issue::openedBy)
            .text("fingerprint", Issue::fingerprint)
            .text("once_key", Issue::onceKey)
            .number("revision", Issue::revision);

    /** All that make an issue. */
    static final String COLUMNS = INSERT.columns();

    /**
     * Index: the primary key. The status is asked for again: a row that was open when it was found may have been closed by
     * the time it is changed; and in a way that fits no index, or PostgreSQL would read the whole of tocsin_issue_unresolved
     * for a row, as long as it believes that few are.
     */
    static final String COUNT = """
            UPDATE tocsin_issue SET occurrences = occurrences + ?,
                   last_seen_at = CASE WHEN last_seen_at < ? THEN ? ELSE last_seen_at END,
                   burst_occurrence = CASE WHEN last_seen_at < ? THEN occurrences + 1 ELSE burst_occurrence END,
                   burst_before = CASE WHEN last_seen_at < ? THEN last_seen_at ELSE burst_before END
            WHERE CASE WHEN status IN ('OPEN', 'WONT_FIX') THEN 1 ELSE 0 END = 1 AND id =\s""";

    private static final String COUNT_OF_CLOSED = """
            UPDATE tocsin_issue SET occurrences = occurrences + ?,
                   last_seen_at = CASE WHEN last_seen_at < ? THEN ? ELSE last_seen_at END
            WHERE id = ? AND status = 'RESOLVED' AND resolved_at >= ?
            """;

    /** A plan from when there were few issues would read all of them for each that is opened once. */
    static final TransactionSetting[] LOOKED_UP = {
        TransactionSetting.BY_INDEX, TransactionSetting.PLANNED_ONCE, TransactionSetting.LONG_WAITS
    };

    private static final TransactionSetting[] LOOKED_UP_SHORTLY = {
        TransactionSetting.BY_INDEX, TransactionSetting.PLANNED_ONCE, TransactionSetting.SHORT_WAITS
    };

    private Database database;

    /** For the container's proxy. */
    protected IssueTable() {}

    @Inject
    IssueTable(Database database) {
        this.database = database;
    }

    /** For the rest of the transaction, which is not a host's: issues are looked up by their index, however few there were. */
    void lookUp() {
        database.set(LOOKED_UP);
    }

    /** The same, and who needs a row that another has fails soon, because others wait with him. */
    void lookUpShortly() {
        database.set(LOOKED_UP_SHORTLY);
    }

    void insert(List<Issue> issues) {
        database.insert(INSERT, issues);
    }

    /** @return whether the issue's once key was free */
    boolean insertIfFirst(Issue issue) {
        return database.insertIfFree(INSERT, issue);
    }

    /**
     * Those of these fingerprints of which there is an issue that is open or won't-fix, each with the id of the one that is
     * counted: the won't-fix one, or else the newest.
     */
    Map<String, Long> unresolved(Collection<String> fingerprints) {
        Map<String, Long> ids = new HashMap<>();
        database.query(
                NewestSql.unresolvedOfEach(database.dialect()),
                row -> ids.put(row.getString("fingerprint"), row.getObject("id", Long.class)),
                Database.texts(fingerprints));
        ids.values().removeIf(Objects::isNull);
        return ids;
    }

    /** @return the ids of those whose once key was free */
    Set<Long> insertThoseThatAreFirst(List<Issue> issues) {
        return database.dialect() == Dialect.POSTGRESQL
                ? database.insertThoseThatAreFree(INSERT, issues)
                : issues.stream().filter(this::insertIfFirst).map(Issue::id).collect(Collectors.toSet());
    }

    /**
     * Counts occurrences of the won't-fix issue of that fingerprint, or else of the newest open one.
     *
     * @param last when the last of them came
     */
    Optional<Issue> countOccurrences(String fingerprint, long occurrences, Instant last) {
        NewestSql.Expression id = NewestSql.unresolved(database.dialect());
        return count(id.sql(), occurrences, last, Collections.nCopies(id.parameters(), fingerprint));
    }

    /** The same of the issue with that id, if it is open or won't-fix. */
    Optional<Issue> countOccurrences(long id, long occurrences, Instant last) {
        return count("?", occurrences, last, List.of(id));
    }

    private Optional<Issue> count(String id, long occurrences, Instant last, List<?> idParameters) {
        Instant longAgo = last.minus(Burst.GAP);
        List<Object> parameters = new ArrayList<>(List.of(occurrences, last, last, longAgo, longAgo));
        parameters.addAll(idParameters);
        return database
                .query(
                        database.dialect().returning(COUNT + id, COLUMNS + ", burst_occurrence, burst_before"),
                        row -> counted(row, occurrences),
                        parameters.toArray())
                .stream()
                .findFirst()
                .map(this::keepBurst);
    }

    /** @return whether the issue was resolved, and not before that time */
    boolean countOfClosed(long issueId, long occurrences, Instant last) {
        return database.update(COUNT_OF_CLOSED, occurrences, last, last, issueId, last) == 1;
    }

    /** An issue after occurrences, and the burst that they began; null if they began none. */
    private record Counted(Issue issue, Burst.Beginning burst) {}

    private Counted counted(ResultSet row, long occurrences) throws SQLException {
        Issue issue = Issue.read(row);
        long first = issue.occurrences() - occurrences + 1;
        boolean begins = row.getLong("burst_occurrence") == first;
        return new Counted(
                issue,
                begins
                        ? new Burst.Beginning(first, issue.lastSeenAt(), InstantColumn.read(row, "burst_before"))
                        : null);
    }

    private Issue keepBurst(Counted counted) {
        if (counted.burst() != null) {
            database.update(
                    "INSERT INTO tocsin_burst (issue_id, occurrence, started_at, before_at) VALUES (?, ?, ?, ?)",
                    counted.issue().id(),
                    counted.burst().occurrence(),
                    counted.burst().startedAt(),
                    counted.burst().beforeAt());
        }
        return counted.issue();
    }

    /** The latest hundred bursts but the first, oldest first. Index: the primary key. */
    List<Burst.Beginning> bursts(long issueId) {
        List<Burst.Beginning> latestFirst = database.query(
                "SELECT occurrence, started_at, before_at FROM tocsin_burst WHERE issue_id = ?"
                        + " ORDER BY occurrence DESC LIMIT 100",
                row -> new Burst.Beginning(
                        row.getLong("occurrence"),
                        InstantColumn.read(row, "started_at"),
                        InstantColumn.read(row, "before_at")),
                issueId);
        List<Burst.Beginning> inOrder = new ArrayList<>(latestFirst);
        Collections.reverse(inOrder);
        return inOrder;
    }
}
