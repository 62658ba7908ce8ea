package dev.tocsin.admin;

import dev.tocsin.assertion.Assertion;
import dev.tocsin.assertion.AssertionService;
import dev.tocsin.assertion.AssertionState;
import dev.tocsin.dispatch.ActionCounts;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActionQuery;
import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueCounts;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.telemetry.Node;
import dev.tocsin.telemetry.Nodes;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Everything at a glance, on one page that is open all day. */
@RequestScoped
@Named("tocsinDashboard")
public class DashboardPage {

    private static final int ROWS = 8;
    private static final int DAYS = 14;
    private static final Duration LATELY = Duration.ofHours(24);

    /** Later than that, something keeps the queue from being worked off. */
    private static final Duration LATE = Duration.ofSeconds(10);

    /** The ages by which open issues are counted, with the words for them. */
    private static final List<Duration> AGES = List.of(Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));

    private static final List<String> AGE_NAMES = List.of("hour", "day", "week", "older");

    @Inject
    private IssueService issues;

    @Inject
    private IssueCounts counts;

    @Inject
    private IssueActions actions;

    @Inject
    private ActionCounts queue;

    @Inject
    private AssertionService assertions;

    @Inject
    private Nodes nodes;

    private List<Age> ages;
    private List<IssueAction> failed;
    private Map<Long, Issue> failedFor;
    private BarChart chart;

    /** How many open issues are of an age. */
    public record Age(String name, String count, long value) {}

    /** How many actions are in a state. */
    public record Count(String state, String count) {}

    /** Whether nothing has ever happened here: then the page says what to do first. */
    public boolean isNew() {
        return issues.find(IssueQuery.newest(1)).items().isEmpty();
    }

    public List<Age> getAges() {
        if (ages == null) {
            List<IssueCounts.Age> counted = counts.openByAge(AGES);
            ages = new ArrayList<>();
            for (int i = 0; i < counted.size(); i++) {
                IssueCounts.Age age = counted.get(i);
                ages.add(new Age(AGE_NAMES.get(i), shown(age.count(), IssueCounts.MOST), age.count()));
            }
        }
        return ages;
    }

    public String getOpen() {
        long sum = getAges().stream().mapToLong(Age::value).sum();
        boolean more = getAges().stream().anyMatch(age -> age.value() >= IssueCounts.MOST);
        return String.format("%,d", sum) + (more ? "+" : "");
    }

    private static String shown(long count, long most) {
        return String.format("%,d", count) + (count >= most ? "+" : "");
    }

    public List<Issue> getNewest() {
        return issues.find(IssueQuery.newest(ROWS).withStatus(IssueStatus.OPEN)).items();
    }

    public List<IssueAction> getFailed() {
        if (failed == null) {
            failed = actions.find(new IssueActionQuery(IssueActionState.FAILED, null, null, ROWS, null))
                    .items();
            failedFor = issues
                    .find(failed.stream().map(IssueAction::issueId).distinct().toList())
                    .stream()
                    .collect(Collectors.toMap(Issue::id, Function.identity()));
        }
        return failed;
    }

    /** The name of the issue that a failed action was for. */
    public String issueName(IssueAction action) {
        Issue issue = failedFor.get(action.issueId());
        return issue == null ? "" : issue.name();
    }

    public List<ActionCounts.Next> getNext() {
        return queue.next(ROWS);
    }

    public long getLate() {
        return queue.late(LATE);
    }

    /** The queue, and what came of the actions of the last day. */
    public List<Count> getActions() {
        List<Count> all = new ArrayList<>();
        all.add(new Count("planned", shown(queue.planned(), ActionCounts.MOST)));
        queue.byState(LATELY).forEach((state, count) -> {
            if (state != IssueActionState.PLANNED) {
                all.add(new Count(state.word(), shown(count, ActionCounts.MOST)));
            }
        });
        return all;
    }

    /** Those that do not pass, the gravest first. */
    public List<Assertion> getNotPassing() {
        List<Assertion> all = new ArrayList<>(
                assertions.list(AssertionState.FAILING, null, ROWS).items());
        all.addAll(assertions.list(AssertionState.ERROR, null, ROWS).items());
        return all.stream().filter(Assertion::enabled).limit(ROWS).toList();
    }

    public List<Node> getNodes() {
        return nodes.list();
    }

    public boolean isOwn(Node node) {
        return node.name().equals(nodes.own());
    }

    public BarChart getChart() {
        if (chart == null) {
            chart = new BarChart(counts.daily(DAYS));
        }
        return chart;
    }
}
