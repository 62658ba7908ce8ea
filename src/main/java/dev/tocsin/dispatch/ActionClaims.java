package dev.tocsin.dispatch;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** The statements that take what is due for one node: each in the caller's transaction. */
@ApplicationScoped
class ActionClaims {

    /**
     * How long an action keeps the one after it waiting. They start in order; one that is quick has also
     * ended before the next starts, and one that hangs does not hold the next up for longer than this.
     */
    static final Duration HEAD_START = Duration.ofSeconds(5);

    /**
     * The action before it by the primary key. It is asked for in a way that leaves a database no choice: of a join, it
     * might read the whole history to find a few.
     */
    private static final String MAY_START = """
            (a.after_id IS NULL OR COALESCE((
                SELECT CASE WHEN (b.state = 'PLANNED' AND b.attempts = 0)
                              OR (b.state = 'RUNNING' AND b.attempts = 1 AND b.started_at > ?) THEN 1 ELSE 0 END
                FROM tocsin_issue_action b WHERE b.id = a.after_id), 0) = 0)
            """;

    /** Index: tocsin_issue_action_due, whose first column on H2 is the state: it sorts by an index only as a whole. */
    static final String DUE = "SELECT a.id FROM tocsin_issue_action a WHERE a.state = 'PLANNED'"
            + " AND a.due_at <= ? AND " + MAY_START + " ORDER BY a.state, a.due_at, a.id LIMIT ?";

    /**
     * Those of one name. Index: tocsin_issue_action_by_function. PostgreSQL is asked for pairs, which only this index
     * has: where most are of one name, it would take tocsin_issue_action_due, and read them all to find the others.
     */
    private static final String OF_ON_POSTGRESQL =
            "(a.target_function, a.due_at) >= (?, '-infinity'::timestamptz) AND (a.target_function, a.due_at) <= (?, ?)";

    private static final String OF_ON_H2 = "a.target_function >= ? AND a.target_function = ? AND a.due_at <= ?";

    /** From one name to the next, without what is between. Index: tocsin_issue_action_by_function. */
    static final String NEXT_NAME = "SELECT target_function FROM tocsin_issue_action WHERE state = 'PLANNED'"
            + " AND target_function > ? ORDER BY state, target_function LIMIT 1";

    private static final String START = """
            UPDATE tocsin_issue_action SET state = 'RUNNING', node = ?, lease_until = ?, started_at = ?,
                   attempts = attempts + 1, tries_left = tries_left - 1\
            """;

    private static final String START_ONE = START + " WHERE state = 'PLANNED' AND id = ?";

    /**
     * What a selection has found and locked, all of it before the first is changed: another node finds out at once what it
     * has to leave. Index: the primary key, whatever its state is: by the state, the database might go through all that is
     * planned, and of a join with a table that it takes for empty, through all of that.
     */
    private static final String START_THOSE = START + " WHERE id = ANY (ARRAY (%s)) RETURNING " + ClaimedAction.COLUMNS;

    static final String START_DUE = String.format(START_THOSE, DUE + " FOR UPDATE OF a SKIP LOCKED");

    static final String START_LISTED = String.format(
            START_THOSE,
            "SELECT listed.id FROM unnest(?::bigint[]) AS wanted (id) CROSS JOIN LATERAL (SELECT a.id, a.state"
                    + " FROM tocsin_issue_action a WHERE a.id = wanted.id LIMIT 1 FOR UPDATE SKIP LOCKED) AS listed"
                    + " WHERE listed.state = 'PLANNED'");

    private Database database;
    private Clock clock;
    private Settings settings;

    /** For the container's proxy. */
    protected ActionClaims() {}

    @Inject
    ActionClaims(Database database, Clock clock, Settings settings) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
    }

    /** Parameters: the name, the name once more, now, the head start's beginning, how many. */
    static String dueOf(Dialect dialect) {
        return "SELECT a.id, a.due_at FROM tocsin_issue_action a WHERE a.state = 'PLANNED' AND "
                + (dialect == Dialect.POSTGRESQL ? OF_ON_POSTGRESQL : OF_ON_H2) + " AND " + MAY_START
                + " ORDER BY a.state, a.target_function, a.due_at, a.id LIMIT ?";
    }

    /** Takes what has been due for longest, whatever it is. */
    List<ClaimedAction> take(String node, int limit) {
        Instant now = clock.instant();
        if (database.dialect() == Dialect.POSTGRESQL) {
            return start(START_DUE, node, now, now, headStart(now), limit);
        }
        List<Long> due = database.query(DUE, row -> row.getLong("id"), now, headStart(now), limit);
        return startOneByOne(due, node, now);
    }

    /** Takes what has been due for longest of these names. What is due of others is not looked at, however much. */
    List<ClaimedAction> takeOf(Collection<String> functions, String node, int limit) {
        Instant now = clock.instant();
        List<Cursor> due = new ArrayList<>();
        for (String function : functions) {
            due.addAll(database.query(
                    dueOf(database.dialect()),
                    row -> new Cursor(InstantColumn.read(row, "due_at"), row.getLong("id")),
                    function,
                    function,
                    now,
                    headStart(now),
                    limit));
        }
        List<Long> ids = due.stream()
                .sorted(Comparator.comparing(Cursor::at).thenComparing(Cursor::id))
                .limit(limit)
                .map(Cursor::id)
                .toList();
        if (ids.isEmpty()) {
            return List.of();
        }
        if (database.dialect() == Dialect.POSTGRESQL) {
            return start(START_LISTED, node, now, Database.longs(ids));
        }
        return startOneByOne(ids, node, now);
    }

    /** The names of the actions that are planned, whenever they are due, without these. */
    List<String> plannedFunctions(Set<String> without) {
        List<String> names = new ArrayList<>();
        List<String> next = nextName("");
        while (!next.isEmpty()) {
            names.addAll(next);
            next = nextName(next.get(0));
        }
        names.removeAll(without);
        return names;
    }

    private List<String> nextName(String after) {
        return database.query(NEXT_NAME, row -> row.getString("target_function"), after);
    }

    private static Instant headStart(Instant now) {
        return now.minus(HEAD_START);
    }

    private List<ClaimedAction> start(String statement, String node, Instant now, Object... selection) {
        List<Object> parameters = new ArrayList<>(List.of(node, now.plus(settings.lease()), now));
        parameters.addAll(List.of(selection));
        return database.query(statement, ClaimedAction::read, parameters.toArray());
    }

    private List<ClaimedAction> startOneByOne(List<Long> wanted, String node, Instant now) {
        // As they are due is not the order in which others change them: these are not waited for.
        Set<Long> free = Set.copyOf(database.query(
                "SELECT id FROM tocsin_issue_action WHERE id = ANY(?) AND state = 'PLANNED' " + Dialect.SKIP_LOCKED,
                row -> row.getLong("id"),
                Database.longs(wanted)));
        List<Long> due = wanted.stream().filter(free::contains).toList();
        Instant leaseUntil = now.plus(settings.lease());
        int[] changed = database.batch(START_ONE, due, id -> new Object[] {node, leaseUntil, now, id});
        List<Long> mine = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                mine.add(due.get(i));
            }
        }
        if (mine.isEmpty()) {
            return List.of();
        }
        return database.query(
                "SELECT " + ClaimedAction.COLUMNS + " FROM tocsin_issue_action WHERE id = ANY(?)",
                ClaimedAction::read,
                Database.longs(mine));
    }
}
