package dev.tocsin.responder;

import dev.tocsin.dispatch.ActionPlanner;
import dev.tocsin.dispatch.Plan;
import dev.tocsin.issue.IssueEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;

/**
 * Plans what the matching responders ask for, in the transaction in which something happens to an
 * issue. That transaction holds the issue's row, so nobody else plans for it at the same time.
 */
@ApplicationScoped
class IssueWatcher {

    @Inject
    private Watch watch;

    @Inject
    private ActionPlanner planner;

    void opened(@Observes IssueEvents.Opened event) {
        List<PatternIndex.Watcher> matching = watch.index().matching(event.name());
        if (!matching.isEmpty()) {
            Response response = new Response(event.id(), event.at(), List.of());
            planner.plan(chains(response, matching, Response.Trigger.MATCH, event.at()));
        }
    }

    /** Only who allows a retry has something to do; most issues that are seen again cost no query. */
    void occurred(@Observes IssueEvents.Occurred event) {
        List<PatternIndex.Watcher> matching = watch.index().matching(event.name()).stream()
                .filter(PatternIndex.Watcher::allowRetry)
                .toList();
        if (!matching.isEmpty()) {
            plan(event.id(), event.openedAt(), event.at(), matching);
        }
    }

    void reopened(@Observes IssueEvents.Reopened event) {
        List<PatternIndex.Watcher> matching = watch.index().matching(event.name());
        if (!matching.isEmpty()) {
            plan(event.id(), event.at(), event.at(), matching);
        }
    }

    private void plan(long issueId, Instant openedAt, Instant now, List<PatternIndex.Watcher> matching) {
        Response response = new Response(issueId, openedAt, planner.before(List.of(issueId)));
        planner.plan(chains(response, matching, Response.Trigger.RETRY, now));
    }

    private static List<List<Plan>> chains(
            Response response, List<PatternIndex.Watcher> matching, Response.Trigger trigger, Instant now) {
        return matching.stream()
                .map(watcher -> response.of(watcher, trigger, now))
                .filter(chain -> !chain.isEmpty())
                .toList();
    }
}
