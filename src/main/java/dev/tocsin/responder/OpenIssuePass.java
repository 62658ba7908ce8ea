package dev.tocsin.responder;

import dev.tocsin.dispatch.ActionPlanner;
import dev.tocsin.dispatch.Plan;
import dev.tocsin.dispatch.PlannedBefore;
import dev.tocsin.issue.OpenIssues;
import dev.tocsin.issue.OpenIssues.OpenIssue;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.TransactionSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Matches a page of the open issues against the responders, and plans what that asks for. */
@ApplicationScoped
class OpenIssuePass {

    static final int PAGE = 1000;

    @Inject
    private Watch watch;

    @Inject
    private OpenIssues open;

    @Inject
    private ActionPlanner planner;

    @Inject
    private Database database;

    @Inject
    private Clock clock;

    /**
     * Where a page ended, and what came of it.
     *
     * @param last the id of its last issue; null if there was none
     * @param left those that another had, or that were closed just then; nothing is planned for them
     */
    record Result(Long last, int issues, int planned, List<Long> left) {}

    @InTransaction(TxType.REQUIRES_NEW)
    public Result page(long after) {
        database.set(TransactionSetting.BY_INDEX);
        return respond(open.after(after, PAGE));
    }

    /** Those that were left before, once more. */
    @InTransaction(TxType.REQUIRES_NEW)
    public Result again(List<Long> left) {
        database.set(TransactionSetting.BY_INDEX);
        return respond(open.those(left));
    }

    /** Set-based: an issue that nobody watches for costs no query. */
    private Result respond(List<OpenIssue> issues) {
        if (issues.isEmpty()) {
            return new Result(null, 0, 0, List.of());
        }
        PatternIndex index = watch.index();
        long last = issues.get(issues.size() - 1).id();
        Map<OpenIssue, List<PatternIndex.Watcher>> matching = new LinkedHashMap<>();
        for (OpenIssue issue : issues) {
            List<PatternIndex.Watcher> watchers = index.matching(issue.name());
            if (!watchers.isEmpty()) {
                matching.put(issue, watchers);
            }
        }
        Map<OpenIssue, List<PatternIndex.Watcher>> wanting = wanting(matching);
        List<Long> wanted = wanting.keySet().stream().map(OpenIssue::id).toList();
        // Held from here on, so that nobody else plans for them, and nobody closes them.
        Set<Long> held = wanted.isEmpty() ? Set.of() : open.hold(wanted);
        wanting.keySet().removeIf(issue -> !held.contains(issue.id()));
        List<Long> left = wanted.stream().filter(id -> !held.contains(id)).toList();
        return new Result(last, issues.size(), plan(wanting), left);
    }

    /** Those for which something is to be planned, as far as can be told before their rows are held. */
    private Map<OpenIssue, List<PatternIndex.Watcher>> wanting(Map<OpenIssue, List<PatternIndex.Watcher>> matching) {
        Map<Long, List<PlannedBefore>> before = before(matching);
        Map<OpenIssue, List<PatternIndex.Watcher>> wanting = new LinkedHashMap<>(matching);
        wanting.entrySet()
                .removeIf(entry ->
                        chains(entry.getKey(), entry.getValue(), before).isEmpty());
        return wanting;
    }

    private int plan(Map<OpenIssue, List<PatternIndex.Watcher>> held) {
        if (held.isEmpty()) {
            return 0;
        }
        Map<Long, List<PlannedBefore>> before = before(held);
        List<List<Plan>> chains = new ArrayList<>();
        held.forEach((issue, watchers) -> chains.addAll(chains(issue, watchers, before)));
        planner.plan(chains);
        return chains.stream().mapToInt(List::size).sum();
    }

    private Map<Long, List<PlannedBefore>> before(Map<OpenIssue, List<PatternIndex.Watcher>> matching) {
        return planner.before(matching.keySet().stream().map(OpenIssue::id).toList()).stream()
                .collect(Collectors.groupingBy(PlannedBefore::issueId));
    }

    private List<List<Plan>> chains(
            OpenIssue issue, List<PatternIndex.Watcher> watchers, Map<Long, List<PlannedBefore>> before) {
        Response response = new Response(issue.id(), issue.openedAt(), before.getOrDefault(issue.id(), List.of()));
        return watchers.stream()
                .map(watcher -> response.of(watcher, Response.Trigger.RETRY, clock.instant()))
                .filter(chain -> !chain.isEmpty())
                .toList();
    }
}
