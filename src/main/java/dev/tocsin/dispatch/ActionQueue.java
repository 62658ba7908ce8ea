package dev.tocsin.dispatch;

import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueService;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.TransactionSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The table of actions as a queue: claim, renew, complete, each in a transaction of its own. Rows are
 * locked in one order everywhere, so that no two wait for each other: first those of issues, then those of actions, each in
 * the order of their ids. What is claimed is not waited for.
 */
@ApplicationScoped
class ActionQueue {

    /**
     * Index: the primary key, for each by itself, whoever has it: by the node, PostgreSQL might go through all. An action has
     * a node while it runs, and only then.
     */
    static final String RENEW_ON_POSTGRESQL = """
            UPDATE tocsin_issue_action SET lease_until = ?
            WHERE id = ANY (ARRAY (
                SELECT held.id FROM unnest(?::bigint[]) AS wanted (id)
                CROSS JOIN LATERAL (SELECT a.id, a.node FROM tocsin_issue_action a WHERE a.id = wanted.id
                    LIMIT 1 FOR UPDATE SKIP LOCKED) AS held
                WHERE held.node = ?))
            RETURNING id
            """;

    private static final String RENEW_ON_H2 = "UPDATE tocsin_issue_action SET lease_until = ? WHERE id = ANY(?)";

    private static final String RENEWABLE_ON_H2 =
            "SELECT id FROM tocsin_issue_action WHERE id = ANY(?) AND node = ? " + Dialect.SKIP_LOCKED;

    /**
     * Index: the primary key, for each by itself, whatever its status is: PostgreSQL might go through all that are open,
     * as long as it does not know how many these are.
     */
    static final String OPEN_ON_POSTGRESQL = """
            SELECT wanted.id FROM unnest(?::bigint[]) AS wanted (id)
            CROSS JOIN LATERAL (SELECT i.status FROM tocsin_issue i WHERE i.id = wanted.id LIMIT 1) AS found
            WHERE found.status = 'OPEN'
            """;

    private static final String OPEN_ON_H2 = "SELECT id FROM tocsin_issue WHERE status = 'OPEN' AND id = ANY(?)";

    /** Index: tocsin_issue_action_leased. */
    private static final String ABANDONED = "SELECT " + ClaimedAction.COLUMNS
            + " FROM tocsin_issue_action WHERE state = 'RUNNING' AND lease_until < ? ORDER BY lease_until LIMIT 500";

    /** Index: tocsin_issue_action_due. */
    static final String NEXT_DUE = "SELECT due_at FROM tocsin_issue_action WHERE state = 'PLANNED' AND due_at > ?"
            + " ORDER BY state, due_at LIMIT 1";

    /**
     * Each row by its index, whatever the database believes of how many there are: what is due comes and goes, at once. A plan
     * from when a table was empty would go through all of it for a few rows; to make a new one takes 0.2 ms.
     */
    static final TransactionSetting[] BY_INDEX = {
        TransactionSetting.BY_INDEX, TransactionSetting.ROW_BY_ROW, TransactionSetting.PLANNED_EACH_TIME
    };

    private Database database;
    private Clock clock;
    private Settings settings;
    private IssueService issues;
    private ActionClaims claims;
    private OutcomeTable outcomeTable;

    /** For the container's proxy. */
    protected ActionQueue() {}

    @Inject
    ActionQueue(
            Database database,
            Clock clock,
            Settings settings,
            IssueService issues,
            ActionClaims claims,
            OutcomeTable outcomeTable) {
        this.database = database;
        this.clock = clock;
        this.settings = settings;
        this.issues = issues;
        this.claims = claims;
        this.outcomeTable = outcomeTable;
    }

    /**
     * Takes up to {@code limit} actions that are due, for this node alone. Their attempt begins with the commit.
     *
     * @param slow names of actions that are not among them
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<ClaimedAction> claim(String node, int limit, Set<String> slow) {
        database.set(BY_INDEX);
        return withIssues(
                slow.isEmpty() ? claims.take(node, limit) : claims.takeOf(claims.plannedFunctions(slow), node, limit));
    }

    /** The same, of actions of these names only. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<ClaimedAction> claimOnly(Set<String> functions, String node, int limit) {
        database.set(BY_INDEX);
        return withIssues(claims.takeOf(functions, node, limit));
    }

    /** In the order in which they are to start, each with its issue as it is now. */
    private List<ClaimedAction> withIssues(List<ClaimedAction> actions) {
        Map<Long, Issue> found = issues
                .find(actions.stream().map(ClaimedAction::issueId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Issue::id, Function.identity()));
        return actions.stream()
                .map(action -> action.with(found.get(action.issueId())))
                .sorted(Comparator.comparing(ClaimedAction::dueAt).thenComparing(ClaimedAction::id))
                .toList();
    }

    /**
     * Says that this node lives, and is running these. What it may have claimed besides, without knowing that it has,
     * is left to be taken over. Nor is one renewed that another transaction has, which mostly writes how it ended: if it does
     * not, the next renewal comes in time.
     *
     * @return those that are renewed
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Long> renew(String node, Set<Long> ids) {
        database.set(BY_INDEX);
        Instant until = clock.instant().plus(settings.lease());
        if (database.dialect() == Dialect.POSTGRESQL) {
            return database.query(RENEW_ON_POSTGRESQL, row -> row.getLong("id"), until, Database.longs(ids), node);
        }
        List<Long> mine = database.query(RENEWABLE_ON_H2, row -> row.getLong("id"), Database.longs(ids), node);
        database.update(RENEW_ON_H2, until, Database.longs(mine));
        return mine;
    }

    /** The attempts of nodes that did not renew their lease in time. */
    @InTransaction(TxType.REQUIRES_NEW)
    public List<Outcome> abandoned() {
        Instant now = clock.instant();
        return database.query(ABANDONED, ClaimedAction::read, now).stream()
                .map(action -> Outcome.failed(
                        action,
                        Outcome.Kind.ABANDONED,
                        now,
                        "the node " + action.node() + " stopped answering while it ran this; it may have been done"))
                .toList();
    }

    /**
     * What became of outcomes that were to be written.
     *
     * @param completions of each that was written; those whose lease had been lost are not in it
     * @param putOff those that were not, because another transaction has their issue
     */
    record Completed(Map<Outcome, Completion> completions, List<Outcome> putOff) {}

    /**
     * Writes what came of attempts, and decides what comes next. An issue that another has, perhaps for long, is not waited for:
     * the outcomes of all others would wait with it.
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public Completed complete(List<Outcome> outcomes) {
        database.set(BY_INDEX);
        HeldIssues issues = hold(outcomes);
        Map<Boolean, List<Outcome>> putOff = outcomes.stream()
                .sorted(Comparator.comparingLong(outcome -> outcome.action().id()))
                .collect(Collectors.partitioningBy(
                        outcome -> issues.others().contains(outcome.action().issueId())));
        List<Outcome> now = putOff.get(false);
        Backoff backoff = new Backoff(settings.retryFirst(), settings.retryLongest());
        Map<Outcome, Completion> completions = new IdentityHashMap<>();
        for (Outcome outcome : now) {
            boolean open = issues.open().getOrDefault(outcome.action().issueId(), true);
            completions.put(outcome, Completion.of(outcome, open, settings.retryAttempts(), backoff));
        }
        List<Outcome> written = outcomeTable.complete(now, completions);
        database.set(TransactionSetting.PLANS_KEPT);
        outcomeTable.keepAttempts(written);
        completions.keySet().retainAll(identities(written));
        return new Completed(completions, putOff.get(true));
    }

    private static Set<Outcome> identities(List<Outcome> outcomes) {
        Set<Outcome> identities = Collections.newSetFromMap(new IdentityHashMap<>());
        identities.addAll(outcomes);
        return identities;
    }

    /**
     * @param open whether they are open, of those that are held now
     * @param others those that another has
     */
    private record HeldIssues(Map<Long, Boolean> open, Set<Long> others) {}

    /**
     * Holds the issues of those that may be tried again, so that none is closed in between; there are none of those that are
     * not there any more. Index: the primary key.
     */
    private HeldIssues hold(List<Outcome> outcomes) {
        List<Long> wanted = outcomes.stream()
                .filter(outcome -> outcome.kind() != Outcome.Kind.SUCCEEDED)
                .map(outcome -> outcome.action().issueId())
                .distinct()
                .sorted()
                .toList();
        if (wanted.isEmpty()) {
            return new HeldIssues(Map.of(), Set.of());
        }
        String sql = "SELECT id, status FROM tocsin_issue WHERE id = ANY(?) ORDER BY id "
                + database.dialect().forShare() + Dialect.UNLESS_LOCKED;
        Map<Long, Boolean> open = new HashMap<>();
        database.query(
                sql,
                row -> open.put(row.getLong("id"), "OPEN".equals(row.getString("status"))),
                Database.longs(wanted));
        List<Long> missing = wanted.stream().filter(id -> !open.containsKey(id)).toList();
        return new HeldIssues(open, missing.isEmpty() ? Set.of() : existing(missing));
    }

    private Set<Long> existing(List<Long> issueIds) {
        return Set.copyOf(database.query(
                "SELECT id FROM tocsin_issue WHERE id = ANY(?)", row -> row.getLong("id"), Database.longs(issueIds)));
    }

    /** Those of these issues that are open, and that no other node is about to close. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Set<Long> openAmong(List<Long> issueIds) {
        database.set(BY_INDEX);
        // A statement of its own, before it is read what is committed.
        List<Long> free = ClosingLock.share(database, issueIds);
        String open = database.dialect() == Dialect.POSTGRESQL ? OPEN_ON_POSTGRESQL : OPEN_ON_H2;
        return Set.copyOf(database.query(open, row -> row.getLong("id"), Database.longs(free)));
    }

    /** When the next action is due that is not due yet. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Optional<Instant> nextDue() {
        database.set(BY_INDEX);
        return database.query(NEXT_DUE, row -> InstantColumn.read(row, "due_at"), clock.instant()).stream()
                .findFirst();
    }
}
