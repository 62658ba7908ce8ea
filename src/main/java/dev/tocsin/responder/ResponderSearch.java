package dev.tocsin.responder;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.security.Needs;
import dev.tocsin.security.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The list of responders as people look through it: the newest first, without the arguments of their actions. */
@ApplicationScoped
@Needs(Permission.READ)
public class ResponderSearch {

    /** How many responders a page looks at, because there is no index for what is asked. */
    public static final int WINDOW = 10_000;

    @Inject
    private Database database;

    /**
     * Which are meant. What is null does not filter.
     *
     * @param text a part of the name or the pattern, in any case
     */
    public record Filter(Boolean enabled, String text) {

        boolean isAny() {
            return enabled == null && text == null;
        }
    }

    /**
     * One of them.
     *
     * @param name null for one without
     * @param actions what it does, in the order of their definition
     */
    public record Row(
            long id,
            String name,
            String watchPattern,
            boolean allowRetry,
            boolean enabled,
            Instant updatedAt,
            List<Step> actions) {

        /** What people call it: its name, or else its pattern. */
        public String title() {
            return name == null ? watchPattern : name;
        }
    }

    /** One action of a responder. */
    public record Step(String targetFunction, int delaySec) {}

    /** Index: the primary key; what is filtered is looked for among the next {@link #WINDOW} of it. */
    @InTransaction
    public Page<Row> find(Filter filter, Cursor after, int limit) {
        if (limit < 1 || limit > Page.MOST) {
            throw new InvalidInput("limit", "is " + limit + "; needed is a number from 1 to " + Page.MOST);
        }
        long below = after == null ? Long.MAX_VALUE : after.id();
        Optional<Long> windowEnd = filter.isAny() ? Optional.empty() : windowEnd(below);
        List<Object> parameters = new ArrayList<>(List.of(below, windowEnd.orElse(Long.MIN_VALUE)));
        String where = "";
        if (filter.enabled() != null) {
            where += " AND enabled = ?";
            parameters.add(filter.enabled());
        }
        if (filter.text() != null) {
            String like = "%" + filter.text().toLowerCase(Locale.ROOT).replaceAll("([!%_])", "!$1") + "%";
            where += " AND (LOWER(name) LIKE ? ESCAPE '!' OR LOWER(watch_pattern) LIKE ? ESCAPE '!')";
            parameters.add(like);
            parameters.add(like);
        }
        parameters.add(limit + 1);
        List<Row> rows = database.query(
                "SELECT id, name, watch_pattern, allow_retry, enabled, updated_at FROM tocsin_responder"
                        + " WHERE id < ? AND id >= ?" + where + " ORDER BY id DESC LIMIT ?",
                ResponderSearch::read,
                parameters.toArray());
        Page<Row> page = Page.of(withActions(rows), limit, row -> new Cursor(Instant.EPOCH, row.id()));
        return page.next().isPresent()
                ? page
                : new Page<>(page.items(), windowEnd.map(id -> new Cursor(Instant.EPOCH, id)));
    }

    /** The last id that is looked at; empty if there are no more than those. */
    private Optional<Long> windowEnd(long below) {
        return database
                .query(
                        "SELECT id FROM tocsin_responder WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET ?",
                        row -> row.getLong(1),
                        below,
                        WINDOW - 1)
                .stream()
                .findFirst();
    }

    /** Index: tocsin_responder_action_by_responder. */
    private List<Row> withActions(List<Row> rows) {
        if (rows.isEmpty()) {
            return rows;
        }
        Map<Long, List<Step>> steps = new HashMap<>();
        database.query(
                "SELECT responder_id, target_function, delay_sec FROM tocsin_responder_action"
                        + " WHERE responder_id = ANY(?) ORDER BY responder_id, position",
                row -> steps.computeIfAbsent(row.getLong("responder_id"), none -> new ArrayList<>())
                        .add(new Step(row.getString("target_function"), row.getInt("delay_sec"))),
                Database.longs(rows.stream().map(Row::id).toList()));
        return rows.stream()
                .map(row -> new Row(
                        row.id(),
                        row.name(),
                        row.watchPattern(),
                        row.allowRetry(),
                        row.enabled(),
                        row.updatedAt(),
                        steps.getOrDefault(row.id(), List.of())))
                .toList();
    }

    private static Row read(ResultSet row) throws SQLException {
        return new Row(
                row.getLong("id"),
                row.getString("name"),
                row.getString("watch_pattern"),
                row.getBoolean("allow_retry"),
                row.getBoolean("enabled"),
                InstantColumn.read(row, "updated_at"),
                List.of());
    }
}
