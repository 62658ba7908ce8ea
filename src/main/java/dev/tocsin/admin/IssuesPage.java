package dev.tocsin.admin;

import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.issue.Actor;
import dev.tocsin.issue.IllegalStatusChange;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueFilter;
import dev.tocsin.issue.IssueNotFound;
import dev.tocsin.issue.IssueOrder;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.security.CurrentCaller;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** The list of issues. */
@RequestScoped
@Named("tocsinIssues")
public class IssuesPage {

    static final String PATH = "/tocsin/issues.xhtml";
    private static final String ALL = "all";
    private static final int ROWS = 50;

    @Inject
    private IssueService issues;

    @Inject
    private IssueActions actions;

    @Inject
    private CurrentCaller caller;

    @Inject
    private Messages messages;

    @Inject
    private RowChanges changes;

    @Inject
    private IssueCsv csv;

    private String status;
    private String name;
    private String text;
    private String recordType;
    private String recordId;
    private String responder;
    private String from;
    private String to;
    private String order;
    private String after;

    private Page<Issue> page = new Page<>(List.of(), Optional.empty());
    private Map<Long, Map<IssueActionState, Long>> tally;

    @PostConstruct
    void read() {
        status = FacesPage.parameter("status").orElse("open");
        name = FacesPage.parameter("name").orElse(null);
        text = FacesPage.parameter("text").orElse(null);
        recordType = FacesPage.parameter("record_type").orElse(null);
        recordId = FacesPage.parameter("record_id").orElse(null);
        responder = FacesPage.parameter("responder").orElse(null);
        from = FacesPage.parameter("from").orElse(null);
        to = FacesPage.parameter("to").orElse(null);
        order = FacesPage.parameter("order").orElse("newest");
        after = FacesPage.parameter("after").orElse(null);
    }

    /** Before the page is shown. */
    public void load() {
        try {
            if (FacesPage.parameter("as").isPresent()) {
                csv.write(query(null, Csv.PAGE));
                return;
            }
            page = issues.find(query(Pager.cursor(after), ROWS));
        } catch (InvalidInput e) {
            messages.refused(e);
        }
        tally = actions.tally(page.items().stream().map(Issue::id).toList());
    }

    private IssueQuery query(Cursor cursor, int rows) {
        IssueFilter filter = new IssueFilter(
                ALL.equals(status) ? null : word("status", status, IssueStatus.class),
                name,
                null,
                text,
                recordType,
                recordId,
                responder == null ? null : number("responder", responder),
                DayText.startOf("from", from, 0),
                DayText.startOf("to", to, 1));
        return new IssueQuery(filter, word("order", order, IssueOrder.class), rows, cursor);
    }

    private static <E extends Enum<E>> E word(String path, String word, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new InvalidInput(path, "is \"" + word + "\"; there is no such " + path));
    }

    private static Long number(String path, String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            throw new InvalidInput(path, "is \"" + text + "\"; needed is the number of a " + path);
        }
    }

    public void resolve() {
        String reason = FacesPage.reason();
        change("issues.resolved", id -> issues.resolve(id, reason, Actor.of(caller)));
    }

    public void wontFix() {
        String reason = FacesPage.reason();
        change("issues.wontfix", id -> issues.wontFix(id, reason, Actor.of(caller)));
    }

    public void reopen() {
        String reason = FacesPage.reason();
        change("issues.reopened", id -> issues.reopen(id, reason, Actor.of(caller)));
    }

    private void change(String done, LongConsumer change) {
        changes.each(
                done,
                FacesPage.picked(),
                change,
                Set.of(IllegalStatusChange.class, IssueNotFound.class),
                address().with("after", after));
    }

    private PageAddress address() {
        return new PageAddress(PATH)
                .with("status", "open".equals(status) ? null : status)
                .with("name", name)
                .with("text", text)
                .with("record_type", recordType)
                .with("record_id", recordId)
                .with("responder", responder)
                .with("from", from)
                .with("to", to)
                .with("order", "newest".equals(order) ? null : order);
    }

    public List<Map.Entry<String, String>> getFilters() {
        return address().with("after", after).parameters();
    }

    public List<Issue> getItems() {
        return page.items();
    }

    /** The states that the actions of an issue are in, with how many are. */
    public List<Map.Entry<String, Long>> tally(long issueId) {
        return tally.getOrDefault(issueId, Map.of()).entrySet().stream()
                .map(entry -> Map.entry(entry.getKey().word(), entry.getValue()))
                .toList();
    }

    public Pager getPager() {
        return new Pager(address(), after, page);
    }

    /** Whether the list ends here, and could hold closed issues. */
    public boolean isEnding() {
        return !page.items().isEmpty() && page.next().isEmpty() && !"open".equals(status);
    }

    /** Whether the list ends here although there may be more: what is asked has no index. */
    public boolean isSearching() {
        return page.next().isPresent() && page.items().size() < ROWS;
    }

    public boolean isFiltered() {
        return name != null
                || text != null
                || recordType != null
                || recordId != null
                || responder != null
                || from != null
                || to != null
                || !"open".equals(status);
    }

    public String getCsv() {
        return FacesPage.root() + address().with("as", "csv");
    }

    public int getWindow() {
        return IssueQuery.WINDOW;
    }

    public String getStatus() {
        return status;
    }

    /** The whole of it. */
    public String getName() {
        return name;
    }

    public String getText() {
        return text;
    }

    public String getRecordType() {
        return recordType;
    }

    public String getRecordId() {
        return recordId;
    }

    public String getResponder() {
        return responder;
    }

    public String getFrom() {
        return DayText.shown(from);
    }

    public String getTo() {
        return DayText.shown(to);
    }

    public String getOrder() {
        return order;
    }

    public String getAfter() {
        return after;
    }
}
