package dev.tocsin.issue;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** The queries over issues. */
@ApplicationScoped
class IssueFinder {

    @PersistenceContext(unitName = "tocsin")
    private EntityManager em;

    @Inject
    private Database database;

    /** Index: the primary key. */
    @InTransaction
    public Optional<Issue> byId(long id) {
        return Optional.ofNullable(em.find(Issue.class, id));
    }

    /**
     * Those of them that exist, in the order of their ids, to be looked at: not as entities, which take longer. Index: the
     * primary key.
     */
    @InTransaction
    public List<Issue> rows(Collection<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        write();
        return database.query(
                "SELECT " + IssueTable.COLUMNS + " FROM tocsin_issue WHERE id = ANY(?) ORDER BY id",
                Issue::read,
                Database.longs(ids));
    }

    private List<Issue> byIds(Collection<Long> ids) {
        return ids.isEmpty()
                ? List.of()
                : em.createQuery("SELECT i FROM Issue i WHERE i.id IN :ids ORDER BY i.id", Issue.class)
                        .setParameter("ids", ids)
                        .getResultList();
    }

    /** Held until the transaction ends. */
    Optional<Issue> locked(long id) {
        return Optional.ofNullable(em.find(Issue.class, id, LockModeType.PESSIMISTIC_WRITE));
    }

    /** The ids of those that are open, in their order. Index: tocsin_issue_newest_by_fingerprint. */
    List<Long> open(String fingerprint) {
        return database
                .query(
                        "SELECT id FROM tocsin_issue WHERE fingerprint = ? AND status = 'OPEN'",
                        row -> row.getLong("id"),
                        fingerprint)
                .stream()
                .sorted()
                .toList();
    }

    /**
     * Those of them that are open, held until the transaction ends. Index: the primary key.
     *
     * @param ids in their order
     */
    List<Issue> lockedOpen(List<Long> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return byIds(database.query(
                "SELECT id FROM tocsin_issue WHERE status = 'OPEN' AND id = ANY(?) ORDER BY id FOR UPDATE",
                row -> row.getLong("id"),
                Database.longs(ids)));
    }

    /** Open or won't-fix, in the order of their ids. Index: tocsin_issue_unresolved. */
    List<UnresolvedIssue> unresolved(String name, Long after, int limit) {
        String select = "SELECT id, record_type, record_id, status FROM tocsin_issue WHERE name = ?"
                + " AND status <> 'RESOLVED' AND id > ? ORDER BY id LIMIT ?";
        return database.query(
                select,
                row -> new UnresolvedIssue(
                        row.getLong("id"),
                        Optional.ofNullable(row.getString("record_type")).map(type -> reference(type, row)),
                        IssueStatus.valueOf(row.getString("status"))),
                name,
                after == null ? Long.MIN_VALUE : after,
                limit);
    }

    private static RecordRef reference(String type, java.sql.ResultSet row) {
        try {
            return RecordRef.of(type, row.getString("record_id"));
        } catch (java.sql.SQLException e) {
            throw new dev.tocsin.platform.DatabaseFailure(e);
        }
    }

    /** Index: tocsin_issue_newest_by_fingerprint, a look for each status. */
    Optional<Issue> newest(String fingerprint) {
        write();
        NewestSql.Expression newest = NewestSql.newest(database.dialect());
        return database
                .query(
                        newest.sql(),
                        row -> row.getLong("id"),
                        Collections.nCopies(newest.parameters(), fingerprint).toArray())
                .stream()
                .findFirst()
                .map(id -> em.find(Issue.class, id));
    }

    /** The latest thousand, oldest first. Index: tocsin_status_change_by_issue. */
    List<StatusChange> changes(long issueId) {
        List<StatusChange> latestFirst = em.createQuery(
                        "SELECT c FROM StatusChange c WHERE c.issueId = :issue ORDER BY c.at DESC, c.id DESC",
                        StatusChange.class)
                .setParameter("issue", issueId)
                .setMaxResults(1000)
                .getResultList();
        List<StatusChange> inOrder = new ArrayList<>(latestFirst);
        Collections.reverse(inOrder);
        return inOrder;
    }

    /**
     * The names of open issues, newest first. Index: tocsin_issue_by_name if the prefix narrows, else
     * tocsin_issue_by_status.
     */
    List<OpenName> openNames(String prefix, Cursor after, int limit) {
        String where = " WHERE i.status = :open"
                + (prefix.isEmpty() ? "" : " AND i.name LIKE :prefix ESCAPE '!'")
                + (after == null ? "" : " AND i.createdAt <= :at AND (i.createdAt < :at OR i.id < :id)");
        TypedQuery<Object[]> select = em.createQuery(
                        "SELECT i.id, i.name, i.createdAt FROM Issue i" + where
                                + " ORDER BY i.createdAt DESC, i.id DESC",
                        Object[].class)
                .setParameter("open", IssueStatus.OPEN)
                .setMaxResults(limit);
        if (!prefix.isEmpty()) {
            select.setParameter("prefix", IssueSearch.escaped(prefix) + "%");
        }
        if (after != null) {
            select.setParameter("at", after.at()).setParameter("id", after.id());
        }
        return select.getResultList().stream()
                .map(row -> new OpenName((Long) row[0], (String) row[1], (Instant) row[2]))
                .toList();
    }

    /**
     * The names of issues that were created at that time or later, newest first. Index: tocsin_issue_by_name if the
     * prefix narrows, else tocsin_issue_newest.
     */
    List<RecentName> recentNames(Instant since, String prefix, Cursor after, int limit) {
        String where = " WHERE i.createdAt >= :since"
                + (prefix.isEmpty() ? "" : " AND i.name LIKE :prefix ESCAPE '!'")
                + (after == null ? "" : " AND i.createdAt <= :at AND (i.createdAt < :at OR i.id < :id)");
        TypedQuery<Object[]> select = em.createQuery(
                        "SELECT i.id, i.name, i.status, i.createdAt FROM Issue i" + where
                                + " ORDER BY i.createdAt DESC, i.id DESC",
                        Object[].class)
                .setParameter("since", since)
                .setMaxResults(limit);
        if (!prefix.isEmpty()) {
            select.setParameter("prefix", IssueSearch.escaped(prefix) + "%");
        }
        if (after != null) {
            select.setParameter("at", after.at()).setParameter("id", after.id());
        }
        return select.getResultList().stream()
                .map(row -> new RecentName((Long) row[0], (String) row[1], (IssueStatus) row[2], (Instant) row[3]))
                .toList();
    }

    void keep(StatusChange change) {
        em.persist(change);
    }

    /** So that statements which come after see the changes. */
    void write() {
        em.flush();
    }

    /** So that many issues may be changed in one transaction without keeping them all. */
    void forget() {
        write();
        em.clear();
    }
}
