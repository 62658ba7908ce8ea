package dev.tocsin.dispatch;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.Insert;
import dev.tocsin.platform.Settings;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * The table of actions as a plan: what is to be done about issues, and what after all is not. Always a
 * part of the transaction in which the issue or the responder changes.
 */
@ApplicationScoped
@InTransaction(TxType.MANDATORY)
public class ActionPlanner {

    private static final Insert<PlannedAction> PLAN = Insert.<PlannedAction>into("tocsin_issue_action")
            .number("id", PlannedAction::id)
            .number("issue_id", action -> action.plan().issueId())
            .number("responder_id", action -> action.plan().responderId())
            .number("responder_action_id", action -> action.plan().responderActionId())
            .number("pass", action -> action.plan().pass())
            .number("revision", action -> action.plan().revision())
            .number("after_id", PlannedAction::previous)
            .flag("has_next", PlannedAction::hasNext)
            .text("watch_pattern", action -> action.plan().watchPattern())
            .text("target_function", action -> action.plan().targetFunction())
            .text("function_kwargs", action -> action.plan().functionKwargs())
            .text("state", action -> IssueActionState.PLANNED)
            .time("created_at", PlannedAction::now)
            .time("due_at", action -> action.plan().dueAt())
            .number("attempts", action -> 0)
            .number("tries_left", PlannedAction::triesLeft)
            .text("idempotency_key", action -> UUID.randomUUID().toString());

    /** @param previous the one that has to end before it starts; null if there is none */
    private record PlannedAction(long id, Long previous, boolean hasNext, Plan plan, int triesLeft, Instant now) {}

    /** Index: the primary key. */
    private static final String CANCEL =
            "UPDATE tocsin_issue_action SET state = 'CANCELLED', cancel_cause = ?, details = ?, cancelled_at = ?"
                    + " WHERE id = ? AND state = 'PLANNED'";

    /** Of the million that may be planned, so many are in memory as statements. */
    private static final int AT_ONCE = 1000;

    /** What a transaction is marked with. */
    private static final Object CANCELLED_OF_RESPONDER = new Object();

    private Database database;
    private Ids ids;
    private Clock clock;
    private Settings settings;
    private Event<ActionsPlanned> planned;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transaction;

    /** For the container's proxy. */
    protected ActionPlanner() {}

    @Inject
    ActionPlanner(Database database, Ids ids, Clock clock, Settings settings, Event<ActionsPlanned> planned) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
        this.planned = planned;
    }

    /**
     * Plans actions in the transaction that is there. They are run once it has committed.
     *
     * @param chains each the actions that one responder plans for one issue, in the order in which they
     *     are to start
     */
    public void plan(List<List<Plan>> chains) {
        List<PlannedAction> actions = new ArrayList<>();
        Instant now = clock.instant();
        for (List<Plan> chain : chains) {
            Long previous = null;
            for (int i = 0; i < chain.size(); i++) {
                long id = ids.next();
                boolean hasNext = i + 1 < chain.size();
                actions.add(new PlannedAction(id, previous, hasNext, chain.get(i), settings.retryAttempts(), now));
                previous = id;
            }
        }
        if (actions.isEmpty()) {
            return;
        }
        database.insert(PLAN, actions);
        planned.fire(new ActionsPlanned(chains.stream()
                .flatMap(List::stream)
                .map(Plan::dueAt)
                .min(Comparator.naturalOrder())
                .orElseThrow()));
    }

    /**
     * What was planned for these issues before; of one for which that is thousands of actions, the latest pass of each of the
     * responders' actions.
     */
    public List<PlannedBefore> before(Collection<Long> issueIds) {
        return new EarlierPlans(database).of(List.copyOf(issueIds));
    }

    /**
     * Cancels all that a responder still has planned.
     *
     * @param why by the id of the responder's action
     */
    public void cancelOf(long responderId, LongFunction<String> why) {
        // Index: tocsin_issue_action_by_responder.
        cancelOfChanged(why, "responder_id = ?", responderId);
    }

    /**
     * Cancels what a responder still has planned of some of its actions.
     *
     * @param why by the id of the responder's action
     */
    public void cancelOf(long responderId, Map<Long, String> why) {
        if (!why.isEmpty()) {
            // Index: tocsin_issue_action_by_responder.
            cancelOfChanged(
                    why::get,
                    "responder_id = ? AND responder_action_id = ANY(?)",
                    responderId,
                    Database.longs(why.keySet()));
        }
    }

    /** Cancels these actions, if they are still planned. Their issues must be held, in this transaction. */
    public void cancelThese(Collection<Long> actionIds, String why) {
        if (!actionIds.isEmpty()) {
            // Index: the primary key.
            cancelOfChanged(action -> why, "id = ANY(?)", Database.longs(actionIds));
        }
    }

    /**
     * Cancels what is still planned for an issue. The issue's row must have been changed before, in this transaction.
     *
     * @param node which is not another
     * @return whether another node runs an action for it, or may be about to; it does not find the issue open any more
     */
    public boolean cancelFor(long issueId, String why, String node) {
        Set<String> running = new HashSet<>();
        List<Planned> planned = new ArrayList<>();
        // Index: tocsin_issue_action_once.
        database.query(
                "SELECT id, issue_id, responder_action_id, state, node FROM tocsin_issue_action"
                        + " WHERE state IN ('PLANNED', 'RUNNING') AND issue_id = ?",
                row -> IssueActionState.valueOf(row.getString("state")) == IssueActionState.PLANNED
                        ? planned.add(Planned.read(row))
                        : running.add(row.getString("node")),
                issueId);
        running.remove(node);
        // What cannot be cancelled any more was claimed just then, by whomever.
        int cancelled = cancel(CancelCause.ISSUE_CLOSED, action -> why, planned);
        boolean mayBegin = !running.isEmpty() || cancelled < planned.size();
        if (mayBegin) {
            ClosingLock.take(database, issueId);
        }
        return mayBegin;
    }

    /** A planned action, and which one of its responder's it is. */
    private record Planned(long id, long issueId, long responderActionId) {
        static Planned read(ResultSet row) throws SQLException {
            return new Planned(row.getLong("id"), row.getLong("issue_id"), row.getLong("responder_action_id"));
        }
    }

    /**
     * What begins meanwhile is left alone. A transaction that changes several responders begins the order of the actions anew
     * with each: it leaves what another has to that one, who begins it or cancels it.
     *
     * @param why by the id of the responder's action
     */
    private void cancelOfChanged(LongFunction<String> why, String condition, Object... parameters) {
        List<Planned> planned = database.query(
                "SELECT id, issue_id, responder_action_id FROM tocsin_issue_action WHERE state = 'PLANNED' AND "
                        + condition + (hasChangedAnotherBefore() ? " " + Dialect.SKIP_LOCKED : ""),
                Planned::read,
                parameters);
        cancel(CancelCause.RESPONDER_CHANGED, why, planned);
    }

    /**
     * In the order in which those who close issues one after the other come to their actions, so that no two who cancel wait
     * for each other; sorted here, because the database might read all that was ever planned to find it in that order.
     *
     * @return how many were cancelled
     */
    private int cancel(CancelCause cause, LongFunction<String> why, List<Planned> planned) {
        planned.sort(Comparator.comparingLong(Planned::issueId).thenComparing(Planned::id));
        Instant now = clock.instant();
        int cancelled = 0;
        for (int from = 0; from < planned.size(); from += AT_ONCE) {
            List<Planned> some = planned.subList(from, Math.min(planned.size(), from + AT_ONCE));
            int[] changed = database.batch(CANCEL, some, action -> new Object[] {
                cause,
                Completion.note("cancelled", why.apply(action.responderActionId()))
                        .toString(),
                now,
                action.id()
            });
            cancelled += IntStream.of(changed).sum();
        }
        return cancelled;
    }

    private boolean hasChangedAnotherBefore() {
        boolean before = transaction.getResource(CANCELLED_OF_RESPONDER) != null;
        transaction.putResource(CANCELLED_OF_RESPONDER, true);
        return before;
    }
}
