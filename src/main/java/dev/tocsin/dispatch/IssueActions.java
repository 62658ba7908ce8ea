package dev.tocsin.dispatch;

import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;

import dev.tocsin.issue.Actor;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.issue.StatusChange;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.platform.Settings;
import dev.tocsin.security.AuditTrail;
import dev.tocsin.security.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What was and will be done about issues: finding it, running it again, cancelling it. */
@ApplicationScoped
public class IssueActions {

    /** More than any issue should have: a bound on what a page of one issue reads. */
    private static final int MOST_OF_ONE_ISSUE = 1000;

    @PersistenceContext(unitName = "tocsin")
    private EntityManager em;

    @Inject
    private IssueActionSearch search;

    @Inject
    private IssueService issues;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    @Inject
    private AuditTrail audit;

    @Inject
    private Event<ActionsPlanned> planned;

    @Needs(READ)
    @InTransaction
    public Optional<IssueAction> find(long id) {
        return Optional.ofNullable(em.find(IssueAction.class, id));
    }

    /**
     * In the order in which they are due, the latest thousand. Index: tocsin_issue_action_once.
     */
    @Needs(READ)
    @InTransaction
    public List<IssueAction> ofIssue(long issueId) {
        List<IssueAction> latestFirst = em.createQuery(
                        "SELECT a FROM IssueAction a WHERE a.issueId = :issue ORDER BY a.dueAt DESC, a.id DESC",
                        IssueAction.class)
                .setParameter("issue", issueId)
                .setMaxResults(MOST_OF_ONE_ISSUE)
                .getResultList();
        List<IssueAction> inOrder = new ArrayList<>(latestFirst);
        java.util.Collections.reverse(inOrder);
        return inOrder;
    }

    /** How many actions of each of these issues are in which state. Index: tocsin_issue_action_once. */
    @InTransaction
    public Map<Long, Map<IssueActionState, Long>> tally(Collection<Long> issueIds) {
        Map<Long, Map<IssueActionState, Long>> tally = new HashMap<>();
        if (issueIds.isEmpty()) {
            return tally;
        }
        em.createQuery(
                        "SELECT a.issueId, a.state, COUNT(a) FROM IssueAction a WHERE a.issueId IN :issues"
                                + " GROUP BY a.issueId, a.state",
                        Object[].class)
                .setParameter("issues", issueIds)
                .getResultList()
                .forEach(row -> tally.computeIfAbsent((Long) row[0], none -> new EnumMap<>(IssueActionState.class))
                        .put((IssueActionState) row[1], (Long) row[2]));
        return tally;
    }

    @Needs(READ)
    @InTransaction
    public Page<IssueAction> find(IssueActionQuery query) {
        return search.page(query);
    }

    /**
     * How many are in each state, counted up to a bound. A filter that is null does not filter.
     *
     * @param targetFunction the name of the action
     */
    @Needs(READ)
    @InTransaction
    public Map<IssueActionState, ActionCount> count(Long issueId, Long responderId, String targetFunction) {
        return search.count(issueId, responderId, targetFunction);
    }

    /** The attempts at each of these actions, the one that is under way included. Index: the primary key. */
    @Needs(READ)
    @InTransaction
    public Map<Long, List<Attempt>> attempts(List<IssueAction> actions) {
        if (actions.isEmpty()) {
            return Map.of();
        }
        Map<Long, List<Attempt>> attempts = em
                .createQuery(
                        "SELECT t FROM Attempt t WHERE t.issueActionId IN :actions ORDER BY t.issueActionId, t.number",
                        Attempt.class)
                .setParameter("actions", actions.stream().map(IssueAction::id).toList())
                .getResultList()
                .stream()
                .collect(Collectors.groupingBy(Attempt::issueActionId));
        for (IssueAction action : actions) {
            List<Attempt> ended = attempts.computeIfAbsent(action.id(), none -> new ArrayList<>());
            // It may have ended since the action was read.
            boolean known = ended.stream().anyMatch(attempt -> attempt.number() == action.attempts());
            if (action.state() == IssueActionState.RUNNING && !known) {
                ended.add(Attempt.running(action));
            }
        }
        return attempts;
    }

    /** The same, for no reason that there is to tell. */
    @Needs(OPERATE)
    @InTransaction(dontRollbackOn = {IssueActionNotFound.class, IllegalActionChange.class})
    public IssueAction runAgain(long id) {
        return runAgain(id, null);
    }

    /**
     * Runs a failed or cancelled action again, at once. The audit trail keeps who wanted it, and why.
     *
     * @param why null for nothing; up to 2,000 characters
     * @throws IssueActionNotFound if there is none of that id
     * @throws IllegalActionChange if it did not fail, or its issue is not open
     */
    @Needs(OPERATE)
    @InTransaction(dontRollbackOn = {IssueActionNotFound.class, IllegalActionChange.class, InvalidInput.class})
    public IssueAction runAgain(long id, String why) {
        String reason = StatusChange.checkedReason(why);
        long issueId = find(id).orElseThrow(() -> new IssueActionNotFound(id)).issueId();
        IssueStatus status = issues.hold(issueId);
        if (status != IssueStatus.OPEN) {
            throw new IllegalActionChange("Issue " + issueId + " is "
                    + status.name().toLowerCase(Locale.ROOT) + "; reopen it to run its actions again");
        }
        IssueAction action = locked(id);
        action.runAgain(clock.instant(), settings.retryAttempts());
        em.flush();
        audit.record(
                "action.run_again",
                action.targetFunction() + " " + id + " of issue " + issueId,
                JsonValue.NULL,
                reason == null ? JsonValue.NULL : Completion.note("reason", reason));
        planned.fire(new ActionsPlanned(action.dueAt()));
        return action;
    }

    /**
     * Cancels a planned action. One that is cancelled already stays as it is.
     *
     * @param why what the history says besides who did it; null for nothing; up to 2,000 characters
     * @throws IssueActionNotFound if there is none of that id
     * @throws IllegalActionChange if it runs or has run
     */
    @Needs(OPERATE)
    @InTransaction(dontRollbackOn = {IssueActionNotFound.class, IllegalActionChange.class, InvalidInput.class})
    public IssueAction cancel(long id, String why, Actor by) {
        String reason = StatusChange.checkedReason(why);
        IssueAction action = locked(id);
        action.cancel(clock.instant(), "by " + by.text() + (reason == null ? "" : ": " + reason));
        return action;
    }

    private IssueAction locked(long id) {
        IssueAction action = em.find(IssueAction.class, id);
        if (action == null) {
            throw new IssueActionNotFound(id);
        }
        em.refresh(action, LockModeType.PESSIMISTIC_WRITE);
        return action;
    }
}
