package dev.tocsin.admin;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.dispatch.ActionCount;
import dev.tocsin.dispatch.Attempt;
import dev.tocsin.dispatch.IllegalActionChange;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActionNotFound;
import dev.tocsin.dispatch.IssueActionQuery;
import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.issue.Actor;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueService;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.responder.ResponderMatches;
import dev.tocsin.security.CurrentCaller;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** The queue of actions, and what became of those that left it. */
@RequestScoped
@Named("tocsinActions")
public class ActionsPage {

    static final String PATH = "/tocsin/actions.xhtml";
    private static final int ROWS = 50;

    /** So long after it was due, one that has not started is worth a look. */
    private static final Duration LATE = Duration.ofSeconds(10);

    @Inject
    private IssueActions actions;

    @Inject
    private IssueService issues;

    @Inject
    private ResponderMatches responders;

    @Inject
    private ActionRegistry registry;

    @Inject
    private CurrentCaller caller;

    @Inject
    private Messages messages;

    @Inject
    private RowChanges changes;

    @Inject
    private Texts texts;

    @Inject
    private Clock clock;

    private String state;
    private String issue;
    private String responder;
    private String name;
    private String after;

    private Page<IssueAction> page = new Page<>(List.of(), Optional.empty());
    private List<Row> rows = List.of();
    private List<Tab> tabs = List.of();
    private String responderTitle;

    /**
     * A state, with how many are in it.
     *
     * @param address where those are listed
     */
    public record Tab(String state, String count, boolean here, String address) {}

    /**
     * An action, with what it is about.
     *
     * @param issue null if it is gone
     * @param responder null if it is gone
     * @param error of its last attempt; null if that had none
     * @param node that tried it last; null if none has
     * @param late whether it was due some time ago, and has not started
     */
    public record Row(
            IssueAction action,
            Issue issue,
            ResponderMatches.Match responder,
            String error,
            String node,
            boolean late) {

        /** By hand, that is. */
        public boolean isRunAgain() {
            return action.state() == IssueActionState.FAILED || action.state() == IssueActionState.CANCELLED;
        }

        public boolean isCancellable() {
            return action.state() == IssueActionState.PLANNED;
        }

        /** When it is due, started, or ended, by its state. */
        public Instant when() {
            return switch (action.state()) {
                case PLANNED -> action.dueAt();
                case RUNNING -> action.startedAt().orElse(action.dueAt());
                case CANCELLED -> action.cancelledAt().orElse(action.createdAt());
                default -> action.executedAt().orElse(action.createdAt());
            };
        }
    }

    @PostConstruct
    void read() {
        state = FacesPage.parameter("state")
                .filter(word -> Arrays.stream(IssueActionState.values())
                        .anyMatch(one -> one.word().equals(word)))
                .orElse("planned");
        issue = FacesPage.parameter("issue").orElse(null);
        responder = FacesPage.parameter("responder").orElse(null);
        name = FacesPage.parameter("action").orElse(null);
        after = FacesPage.parameter("after").orElse(null);
    }

    /** Before the page is shown. */
    public void load() {
        try {
            Long issueId = number("issue", issue);
            Long responderId = number("responder", responder);
            IssueActionState wanted = IssueActionState.valueOf(state.toUpperCase(Locale.ROOT));
            tabs(actions.count(issueId, responderId, name), wanted);
            page = actions.find(new IssueActionQuery(
                    wanted, issueId, responderId, name, wanted == IssueActionState.PLANNED, ROWS, Pager.cursor(after)));
            rows = rows(page.items());
            if (responderId != null) {
                responderTitle = responders.byIds(List.of(responderId)).stream()
                        .map(ResponderMatches.Match::title)
                        .findFirst()
                        .orElse(null);
            }
        } catch (InvalidInput e) {
            messages.refused(e);
        }
    }

    private void tabs(Map<IssueActionState, ActionCount> counts, IssueActionState wanted) {
        tabs = Arrays.stream(IssueActionState.values())
                .map(one -> new Tab(
                        one.word(),
                        shown(counts.get(one)),
                        one == wanted,
                        FacesPage.root() + address().with("state", one.word())))
                .toList();
    }

    private String shown(ActionCount count) {
        return String.format(texts.locale(), "%,d", count.number()) + (count.more() ? "+" : "");
    }

    private List<Row> rows(List<IssueAction> found) {
        Map<Long, Issue> byIssue = issues
                .find(found.stream().map(IssueAction::issueId).distinct().toList())
                .stream()
                .collect(Collectors.toMap(Issue::id, Function.identity()));
        Map<Long, ResponderMatches.Match> byResponder =
                responders
                        .byIds(found.stream()
                                .map(IssueAction::responderId)
                                .distinct()
                                .toList())
                        .stream()
                        .collect(Collectors.toMap(ResponderMatches.Match::id, Function.identity()));
        Map<Long, List<Attempt>> attempts = actions.attempts(found);
        Instant lateBefore = clock.instant().minus(LATE);
        return found.stream()
                .map(action -> {
                    List<Attempt> tried = attempts.getOrDefault(action.id(), List.of());
                    Optional<Attempt> last =
                            tried.isEmpty() ? Optional.empty() : Optional.of(tried.get(tried.size() - 1));
                    return new Row(
                            action,
                            byIssue.get(action.issueId()),
                            byResponder.get(action.responderId()),
                            last.flatMap(Attempt::error).orElse(null),
                            action.node().or(() -> last.map(Attempt::node)).orElse(null),
                            action.state() == IssueActionState.PLANNED
                                    && action.dueAt().isBefore(lateBefore));
                })
                .toList();
    }

    private static Long number(String path, String text) {
        if (text == null) {
            return null;
        }
        if (!text.matches("\\d{1,18}")) {
            throw new InvalidInput(path, "is \"" + text + "\"; needed is the number of a " + path);
        }
        return Long.valueOf(text);
    }

    public void runAgain() {
        String reason = FacesPage.reason();
        change("actions.runagain", FacesPage.picked(), id -> actions.runAgain(id, reason));
    }

    public void cancel() {
        String reason = FacesPage.reason();
        change("actions.cancelled", FacesPage.picked(), id -> actions.cancel(id, reason, Actor.of(caller)));
    }

    /** The one whose button was pressed. */
    public void runOneAgain() {
        String reason = FacesPage.reason();
        change("actions.runagain", List.of(FacesPage.pressed("list:again")), id -> actions.runAgain(id, reason));
    }

    /** The one whose button was pressed. */
    public void cancelOne() {
        String reason = FacesPage.reason();
        change(
                "actions.cancelled",
                List.of(FacesPage.pressed("list:stop")),
                id -> actions.cancel(id, reason, Actor.of(caller)));
    }

    private void change(String done, List<Long> ids, LongConsumer change) {
        changes.each(
                done,
                ids,
                change,
                Set.of(IllegalActionChange.class, IssueActionNotFound.class),
                address().with("after", after));
    }

    private PageAddress address() {
        return new PageAddress(PATH)
                .with("state", "planned".equals(state) ? null : state)
                .with("issue", issue)
                .with("responder", responder)
                .with("action", name);
    }

    public List<Map.Entry<String, String>> getFilters() {
        return address().with("after", after).parameters();
    }

    public List<Tab> getTabs() {
        return tabs;
    }

    public List<Row> getRows() {
        return rows;
    }

    /** The names of the actions that there are. */
    public List<String> getNames() {
        return registry.all().stream().map(Action::name).sorted().toList();
    }

    public Pager getPager() {
        return new Pager(address(), after, page);
    }

    /** Whether the list ends here although there may be more: what is asked has no index. */
    public boolean isSearching() {
        return page.next().isPresent() && page.items().size() < ROWS;
    }

    public boolean isFiltered() {
        return issue != null || responder != null || name != null;
    }

    public boolean isRunAgain() {
        return "failed".equals(state) || "cancelled".equals(state);
    }

    public boolean isCancellable() {
        return "planned".equals(state);
    }

    public String getWindow() {
        return String.format(texts.locale(), "%,d", IssueActionQuery.WINDOW);
    }

    public String getState() {
        return state;
    }

    public String getIssue() {
        return issue;
    }

    public String getResponder() {
        return responder;
    }

    /** Null if there is no such responder. */
    public String getResponderTitle() {
        return responderTitle;
    }

    public String getName() {
        return name;
    }

    public String getAfter() {
        return after;
    }
}
