package dev.tocsin.dispatch;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The lists of actions. Index: tocsin_issue_action_once for those of an issue, _due for the soonest first, _by_responder
 * for those of a responder, _by_state for those in a state, else _newest. All but the first end in the order of the
 * list, so a page reads little more than itself. What they do not have is looked for among the first {@link
 * IssueActionQuery#WINDOW}.
 */
@ApplicationScoped
class IssueActionSearch {

    @PersistenceContext(unitName = "tocsin")
    private EntityManager em;

    @Inject
    private Database database;

    /** The conditions of a query, and their parameters. */
    private static final class Where {
        private final List<String> conditions = new ArrayList<>();
        private final Map<String, Object> parameters = new LinkedHashMap<>();

        /** @return whether there is such a condition */
        boolean equal(String field, Object value) {
            if (value == null) {
                return false;
            }
            conditions.add("a." + field + " = :" + field);
            parameters.put(field, value);
            return true;
        }

        void after(Cursor cursor, boolean soonestFirst) {
            // The first half is what the index can use.
            conditions.add(
                    soonestFirst
                            ? "a.dueAt >= :afterAt AND (a.dueAt > :afterAt OR a.id > :afterId)"
                            : "a.createdAt <= :afterAt AND (a.createdAt < :afterAt OR a.id < :afterId)");
            parameters.put("afterAt", cursor.at());
            parameters.put("afterId", cursor.id());
        }

        void until(Cursor end, boolean soonestFirst) {
            conditions.add(soonestFirst ? "a.dueAt <= :windowEnd" : "a.createdAt >= :windowEnd");
            parameters.put("windowEnd", end.at());
        }

        <T> TypedQuery<T> on(EntityManager em, String select, boolean soonestFirst, Class<T> type) {
            String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
            String order = soonestFirst ? "a.dueAt, a.id" : "a.createdAt DESC, a.id DESC";
            TypedQuery<T> query =
                    em.createQuery("SELECT " + select + " FROM IssueAction a" + where + " ORDER BY " + order, type);
            parameters.forEach(query::setParameter);
            return query;
        }
    }

    Page<IssueAction> page(IssueActionQuery query) {
        boolean soonest = query.soonestFirst();
        Where where = new Where();
        if (query.after() != null) {
            where.after(query.after(), soonest);
        }
        Optional<Cursor> window = Optional.empty();
        if (where.equal("issueId", query.issueId())) {
            where.equal("responderId", query.responderId());
            where.equal("state", query.state());
            where.equal("targetFunction", query.targetFunction());
        } else {
            boolean byResponder = !soonest && where.equal("responderId", query.responderId());
            if (!byResponder) {
                where.equal("state", query.state());
            }
            Where lookedFor = new Where();
            boolean looking = byResponder
                    ? lookedFor.equal("state", query.state())
                    : lookedFor.equal("responderId", query.responderId());
            looking |= lookedFor.equal("targetFunction", query.targetFunction());
            if (looking) {
                window = windowEnd(where, soonest);
                window.ifPresent(end -> where.until(end, soonest));
                where.conditions.addAll(lookedFor.conditions);
                where.parameters.putAll(lookedFor.parameters);
            }
        }
        List<IssueAction> rows = where.on(em, "a", soonest, IssueAction.class)
                .setMaxResults(query.limit() + 1)
                .getResultList();
        Page<IssueAction> page =
                Page.of(rows, query.limit(), one -> new Cursor(soonest ? one.dueAt() : one.createdAt(), one.id()));
        return page.next().isPresent() ? page : new Page<>(page.items(), window);
    }

    /** Where the actions end that are looked at; empty if there are no more than that. */
    private Optional<Cursor> windowEnd(Where where, boolean soonest) {
        return where
                .on(em, soonest ? "a.dueAt, a.id" : "a.createdAt, a.id", soonest, Object[].class)
                .setFirstResult(IssueActionQuery.WINDOW - 1)
                .setMaxResults(1)
                .getResultList()
                .stream()
                .map(row -> new Cursor((Instant) row[0], (Long) row[1]))
                .findFirst();
    }

    /** How many are in each state; a filter that is null does not filter. */
    Map<IssueActionState, ActionCount> count(Long issueId, Long responderId, String targetFunction) {
        Map<IssueActionState, ActionCount> counts = new EnumMap<>(IssueActionState.class);
        if (issueId != null || responderId != null) {
            counts.putAll(countAtOnce(issueId, responderId, targetFunction));
        } else {
            for (IssueActionState state : IssueActionState.values()) {
                counts.put(state, targetFunction == null ? count(state) : count(state, targetFunction));
            }
        }
        return counts;
    }

    private ActionCount count(IssueActionState state) {
        return ActionCount.of(number(
                "SELECT COUNT(*) AS found FROM (SELECT id FROM tocsin_issue_action WHERE state = ? LIMIT "
                        + (ActionCount.MOST + 1) + ") counted",
                state));
    }

    private ActionCount count(IssueActionState state, String targetFunction) {
        String newest = "FROM (SELECT target_function FROM tocsin_issue_action WHERE state = ?"
                + " ORDER BY created_at DESC, id DESC LIMIT " + IssueActionQuery.WINDOW + ") newest";
        long found = number("SELECT COUNT(*) AS found " + newest + " WHERE target_function = ?", state, targetFunction);
        boolean all = number("SELECT COUNT(*) AS found " + newest, state) < IssueActionQuery.WINDOW;
        return ActionCount.of(found, !all);
    }

    private long number(String sql, Object... parameters) {
        return database.query(sql, row -> row.getLong("found"), parameters).get(0);
    }

    private Map<IssueActionState, ActionCount> countAtOnce(Long issueId, Long responderId, String targetFunction) {
        record Found(IssueActionState state, long looked, long meant) {}
        List<Object> parameters = new ArrayList<>();
        parameters.add(Database.nullable(targetFunction));
        parameters.add(Database.nullable(targetFunction));
        List<String> conditions = new ArrayList<>();
        if (issueId != null) {
            conditions.add("issue_id = ?");
            parameters.add(issueId);
        }
        if (responderId != null) {
            conditions.add("responder_id = ?");
            parameters.add(responderId);
        }
        List<Found> found = database.query(
                "SELECT state, COUNT(*) AS looked, SUM(CASE WHEN CAST(? AS varchar(200)) IS NULL OR target_function = ?"
                        + " THEN 1 ELSE 0 END) AS meant FROM (SELECT state, target_function FROM tocsin_issue_action"
                        + " WHERE " + String.join(" AND ", conditions) + " ORDER BY created_at DESC, id DESC LIMIT "
                        + IssueActionQuery.WINDOW + ") newest GROUP BY state",
                row -> new Found(
                        IssueActionState.valueOf(row.getString("state")), row.getLong("looked"), row.getLong("meant")),
                parameters.toArray());
        boolean more = found.stream().mapToLong(Found::looked).sum() >= IssueActionQuery.WINDOW;
        Map<IssueActionState, ActionCount> counts = new EnumMap<>(IssueActionState.class);
        for (IssueActionState state : IssueActionState.values()) {
            counts.put(state, ActionCount.of(0, more));
        }
        found.forEach(one -> counts.put(one.state(), ActionCount.of(one.meant(), more)));
        return counts;
    }
}
