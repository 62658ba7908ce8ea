package dev.tocsin.dispatch;

import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueService;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.JsonColumn;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of actions as a queue: claim, renew, complete, each in a transaction of its own. Rows are
 * locked in one order everywhere, first the issue's, then its actions'.
 */
@ApplicationScoped
class ActionQueue {

    /**
     * How long an action keeps the one after it waiting. They start in order; one that is quick has also
     * ended before the next starts, and one that hangs does not hold the next up for longer than this.
     */
    static final Duration HEAD_START = Duration.ofSeconds(5);

    /**
     * Index: tocsin_issue_action_due; the action before it by the primary key. It is asked for in a way that leaves a
     * database no choice: of a join, it might read the whole history to find a few.
     */
    private static final String DUE = """
            SELECT a.id FROM tocsin_issue_action a
            WHERE a.state = 'PLANNED' AND a.due_at <= ? %s
              AND (a.after_id IS NULL OR COALESCE((
                SELECT CASE WHEN (b.state = 'PLANNED' AND b.attempts = 0)
                              OR (b.state = 'RUNNING' AND b.attempts = 1 AND b.started_at > ?) THEN 1 ELSE 0 END
                FROM tocsin_issue_action b WHERE b.id = a.after_id), 0) = 0)
            ORDER BY a.due_at, a.id
            LIMIT ?
            """;

    private static final String START = """
            UPDATE tocsin_issue_action SET state = 'RUNNING', node = ?, lease_until = ?, started_at = ?,
                   attempts = attempts + 1, tries_left = tries_left - 1
            WHERE state = 'PLANNED' AND id = \
            """;

    private static final String CLAIMED =
            "id, issue_id, responder_id, watch_pattern, target_function, function_kwargs, attempts, tries_left,"
                    + " due_at, started_at, idempotency_key, has_next, node";

    /** Index: the primary key. */
    private static final String RENEW =
            "UPDATE tocsin_issue_action SET lease_until = ? WHERE state = 'RUNNING' AND node = ? AND id IN (%s)";

    /** Index: tocsin_issue_action_leased. */
    private static final String ABANDONED = "SELECT " + CLAIMED
            + " FROM tocsin_issue_action WHERE state = 'RUNNING' AND lease_until < ? ORDER BY lease_until LIMIT 500";

    /** Index: tocsin_issue_action_due. */
    private static final String NEXT_DUE =
            "SELECT min(due_at) AS due_at FROM tocsin_issue_action WHERE state = 'PLANNED' AND due_at > ?";

    private Database database;
    private Clock clock;
    private Settings settings;
    private IssueService issues;
    private OutcomeTable outcomeTable;

    /** For the container's proxy. */
    protected ActionQueue() {}

    @Inject
    ActionQueue(Database database, Clock clock, Settings settings, IssueService issues, OutcomeTable outcomeTable) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.issues = issues;
        this.outcomeTable = outcomeTable;
    }

    /**
     * Takes up to {@code limit} actions that are due, for this node alone. Their attempt begins with the commit.
     *
     * @param functions names of actions
     * @param only those of these names, or those of all others
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<ClaimedAction> claim(String node, int limit, Set<String> functions, boolean only) {
        String which = functions.isEmpty()
                ? ""
                : "AND a.target_function " + (only ? "" : "NOT ") + "IN (" + Database.marks(functions.size()) + ")";
        String due = String.format(DUE, which);
        Instant now = clock.instant();
        Instant leaseUntil = now.plus(settings.lease());
        Instant headStart = now.minus(HEAD_START);
        List<ClaimedAction> claimed;
        if (database.dialect() == Dialect.POSTGRESQL) {
            String sql = START + "ANY (ARRAY (" + due + " FOR UPDATE OF a SKIP LOCKED)) RETURNING " + CLAIMED;
            List<Object> parameters = new ArrayList<>(List.of(node, leaseUntil, now));
            parameters.addAll(dueParameters(now, functions, headStart, limit));
            claimed = database.query(sql, ActionQueue::read, parameters.toArray());
        } else {
            List<Long> ids = database.query(
                    due,
                    row -> row.getLong("id"),
                    dueParameters(now, functions, headStart, limit).toArray());
            claimed = claimOneByOne(ids, node, now, leaseUntil);
        }
        return withIssues(claimed);
    }

    /** In the order in which they are to start, each with its issue as it is now. */
    private List<ClaimedAction> withIssues(List<ClaimedAction> claimed) {
        Map<Long, Issue> found = issues
                .find(claimed.stream().map(ClaimedAction::issueId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Issue::id, Function.identity()));
        return claimed.stream()
                .map(action -> action.with(found.get(action.issueId())))
                .sorted(Comparator.comparing(ClaimedAction::dueAt).thenComparing(ClaimedAction::id))
                .toList();
    }

    private static List<Object> dueParameters(Instant now, Set<String> functions, Instant headStart, int limit) {
        List<Object> parameters = new ArrayList<>();
        parameters.add(now);
        parameters.addAll(functions);
        parameters.add(headStart);
        parameters.add(limit);
        return parameters;
    }

    private List<ClaimedAction> claimOneByOne(List<Long> due, String node, Instant now, Instant leaseUntil) {
        int[] changed = database.batch(START + "?", due, id -> new Object[] {node, leaseUntil, now, id});
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
                "SELECT " + CLAIMED + " FROM tocsin_issue_action WHERE id IN (" + Database.marks(mine.size()) + ")",
                ActionQueue::read,
                mine.toArray());
    }

    /**
     * Says that this node lives, and is running these. What it may have claimed besides, without knowing that it has,
     * is left to be taken over.
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public void renew(String node, List<Long> ids) {
        List<Object> parameters = new ArrayList<>(List.of(clock.instant().plus(settings.lease()), node));
        parameters.addAll(ids);
        database.update(String.format(RENEW, Database.marks(ids.size())), parameters.toArray());
    }

    /** The attempts of nodes that did not renew their lease in time. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Outcome> abandoned() {
        Instant now = clock.instant();
        return database.query(ABANDONED, ActionQueue::read, now).stream()
                .map(action -> Outcome.failed(
                        action,
                        Outcome.Kind.ABANDONED,
                        now,
                        "the node " + action.node() + " stopped answering while it ran this; it may have been done"))
                .toList();
    }

    /**
     * Writes what came of attempts, and decides what comes next.
     *
     * @return what became of each; those whose lease had been lost are not in it
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public Map<Outcome, Completion> complete(List<Outcome> outcomes) {
        Map<Long, Boolean> open = openIssues(outcomes);
        Backoff backoff = new Backoff(settings.retryFirst(), settings.retryLongest());
        Map<Outcome, Completion> completions = new IdentityHashMap<>();
        for (Outcome outcome : outcomes) {
            boolean issueOpen = open.getOrDefault(outcome.action().issueId(), true);
            completions.put(outcome, Completion.of(outcome, issueOpen, settings.retryAttempts(), backoff));
        }
        List<Outcome> inOrder = outcomes.stream()
                .sorted(Comparator.comparingLong(outcome -> outcome.action().id()))
                .toList();
        Map<Outcome, Completion> became = new IdentityHashMap<>();
        outcomeTable.write(inOrder, completions).forEach(outcome -> became.put(outcome, completions.get(outcome)));
        return became;
    }

    /** Holds the issues of those that may be tried again, so that none is closed in between. */
    private Map<Long, Boolean> openIssues(List<Outcome> outcomes) {
        List<Long> issueIds = outcomes.stream()
                .filter(outcome -> outcome.kind() != Outcome.Kind.SUCCEEDED)
                .map(outcome -> outcome.action().issueId())
                .distinct()
                .sorted()
                .toList();
        if (issueIds.isEmpty()) {
            return Map.of();
        }
        String sql = "SELECT id, status FROM tocsin_issue WHERE id IN (" + Database.marks(issueIds.size())
                + ") ORDER BY id " + database.dialect().forShare();
        return database
                .query(
                        sql,
                        row -> Map.entry(row.getLong("id"), "OPEN".equals(row.getString("status"))),
                        issueIds.toArray())
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Those of these issues that are open. Index: the primary key. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Set<Long> openAmong(List<Long> issueIds) {
        return Set.copyOf(database.query(
                "SELECT id FROM tocsin_issue WHERE status = 'OPEN' AND id IN (" + Database.marks(issueIds.size()) + ")",
                row -> row.getLong("id"),
                issueIds.toArray()));
    }

    /** When the next action is due that is not due yet. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Optional<Instant> nextDue() {
        return database.query(NEXT_DUE, row -> Optional.ofNullable(InstantColumn.read(row, "due_at")), clock.instant())
                .get(0);
    }

    private static ClaimedAction read(ResultSet row) throws SQLException {
        JsonValue kwargs = JsonColumn.read(row.getString("function_kwargs"));
        return new ClaimedAction(
                row.getLong("id"),
                row.getLong("issue_id"),
                row.getLong("responder_id"),
                row.getString("watch_pattern"),
                row.getString("target_function"),
                kwargs instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT,
                row.getInt("attempts"),
                row.getInt("tries_left"),
                InstantColumn.read(row, "due_at"),
                InstantColumn.read(row, "started_at"),
                row.getString("idempotency_key"),
                row.getBoolean("has_next"),
                row.getString("node"),
                null);
    }
}
