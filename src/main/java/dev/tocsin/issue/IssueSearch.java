package dev.tocsin.issue;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of issues. Index: the one of the filter that narrows most (tocsin_issue_by_name, _by_record,
 * _by_status), else tocsin_issue_newest. All of them end in the order of the list, so a page reads little
 * more than itself. For what no index has, it reads {@link IssueQuery#WINDOW} issues at most.
 */
@ApplicationScoped
class IssueSearch {

    @PersistenceContext(unitName = "tocsin")
    private EntityManager em;

    /** The conditions of a query, and their parameters. */
    private static final class Where {
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> parameters = new LinkedHashMap<>();

        void equal(String path, String parameter, Object value) {
            if (value != null) {
                and(path + " = :" + parameter);
                parameters.put(parameter, value);
            }
        }

        void and(String condition) {
            conditions.add(condition);
        }

        <T> TypedQuery<T> on(EntityManager em, String select, String order, Class<T> type) {
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            TypedQuery<T> query = em.createQuery(select + where + " ORDER BY " + order, type);
            parameters.forEach(query::setParameter);
            return query;
        }
    }

    @InTransaction
    public Page<Issue> page(IssueQuery query) {
        IssueFilter filter = query.filter();
        boolean oldest = query.order() == IssueOrder.OLDEST;
        Where where = indexed(filter);
        if (query.after() != null && query.order().isPaged()) {
            // The first half is what the index can use.
            where.and(
                    oldest
                            ? "i.createdAt >= :afterAt AND (i.createdAt > :afterAt OR i.id > :afterId)"
                            : "i.createdAt <= :afterAt AND (i.createdAt < :afterAt OR i.id < :afterId)");
            where.parameters.put("afterAt", query.after().at());
            where.parameters.put("afterId", query.after().id());
        }
        Optional<Cursor> window = filter.isLookedFor() || !query.order().isPaged()
                ? windowEnd(where, oldest ? IssueOrder.OLDEST : IssueOrder.NEWEST)
                : Optional.empty();
        window.ifPresent(end -> {
            where.and(oldest ? "i.createdAt <= :windowEnd" : "i.createdAt >= :windowEnd");
            where.parameters.put("windowEnd", end.at());
        });
        lookedFor(filter, where);
        List<Issue> rows = where.on(em, "SELECT i FROM Issue i", query.order().by(), Issue.class)
                .setMaxResults(query.limit() + 1)
                .getResultList();
        if (!query.order().isPaged()) {
            return new Page<>(List.copyOf(rows.subList(0, Math.min(rows.size(), query.limit()))), Optional.empty());
        }
        Page<Issue> page = Page.of(rows, query.limit(), issue -> new Cursor(issue.createdAt(), issue.id()));
        return page.next().isPresent() ? page : new Page<>(page.items(), window);
    }

    /** Where the issues end that are looked at; empty if there are no more than that. */
    private Optional<Cursor> windowEnd(Where where, IssueOrder order) {
        return where
                .on(em, "SELECT i.createdAt, i.id FROM Issue i", order.by(), Object[].class)
                .setFirstResult(IssueQuery.WINDOW - 1)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .map(row -> new Cursor((Instant) row[0], (Long) row[1]))
                .findFirst();
    }

    private static Where indexed(IssueFilter filter) {
        Where where = new Where();
        where.equal("i.status", "status", filter.status());
        where.equal("i.name", "name", filter.name());
        where.equal("i.record.type", "recordType", filter.recordType());
        where.equal("i.record.id", "recordId", filter.recordId());
        if (filter.namePrefix() != null) {
            where.and("i.name LIKE :prefix ESCAPE '!'");
            where.parameters.put("prefix", escaped(filter.namePrefix()) + "%");
        }
        if (filter.openedAfter() != null) {
            where.and("i.createdAt >= :openedAfter");
            where.parameters.put("openedAfter", filter.openedAfter());
        }
        if (filter.openedBefore() != null) {
            where.and("i.createdAt < :openedBefore");
            where.parameters.put("openedBefore", filter.openedBefore());
        }
        return where;
    }

    private static void lookedFor(IssueFilter filter, Where where) {
        if (filter.text() != null) {
            where.and("(LOWER(i.name) LIKE :text ESCAPE '!' OR i.record.id = :exact)");
            where.parameters.put("text", "%" + escaped(filter.text().toLowerCase(Locale.ROOT)) + "%");
            where.parameters.put("exact", filter.text());
        }
        if (filter.responderId() != null) {
            // By the entity's name: what acts on issues is not known here. Index: tocsin_issue_action_once.
            where.and("EXISTS (SELECT 1 FROM IssueAction a WHERE a.issueId = i.id AND a.responderId = :responder)");
            where.parameters.put("responder", filter.responderId());
        }
    }

    /** For LIKE. */
    static String escaped(String text) {
        return text.replaceAll("([!%_])", "!$1");
    }
}
