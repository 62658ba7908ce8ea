package dev.tocsin.responder;

import dev.tocsin.dispatch.ActionPlanner;
import dev.tocsin.dispatch.Plan;
import dev.tocsin.dispatch.PlannedBefore;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.UnmatchedIssues;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.TransactionSetting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Matches open issues against the responders as they are now. */
@ApplicationScoped
class OpenIssueMatcher {

    private static final int BATCH = 500;

    @Inject
    private Watch watch;

    @Inject
    private UnmatchedIssues unmatched;

    @Inject
    private ActionPlanner planner;

    @Inject
    private Database database;

    @Inject
    private Clock clock;

    /** @return how many issues it matched; none if there are no more for now */
    @InTransaction(TxType.REQUIRES_NEW)
    public int matchSome() {
        database.set(TransactionSetting.BY_INDEX);
        PatternIndex index = watch.index();
        List<Issue> issues = unmatched.take(index.revision(), BATCH);
        if (issues.isEmpty()) {
            return 0;
        }
        Map<Long, List<PlannedBefore>> before = planner
                .before(issues.stream().map(Issue::id).toList())
                .stream()
                .collect(Collectors.groupingBy(PlannedBefore::issueId));
        List<List<Plan>> chains = new ArrayList<>();
        List<Long> outdated = new ArrayList<>();
        for (Issue issue : issues) {
            Response response = new Response(issue.id(), issue.openedAt(), before.getOrDefault(issue.id(), List.of()));
            List<PatternIndex.Watcher> matching = index.matching(issue.name());
            List<Long> gone = response.outdated(matching);
            outdated.addAll(gone);
            Response asItIs = response.without(gone);
            matching.stream()
                    .map(watcher -> asItIs.of(watcher, Response.Trigger.MATCH, clock.instant()))
                    .filter(chain -> !chain.isEmpty())
                    .forEach(chains::add);
        }
        planner.cancelThese(outdated, "its responder was changed, disabled or deleted");
        planner.plan(chains);
        unmatched.matched(issues, index.revision());
        return issues.size();
    }
}
