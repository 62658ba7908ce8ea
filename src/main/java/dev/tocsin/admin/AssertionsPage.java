package dev.tocsin.admin;

import dev.tocsin.assertion.Assertion;
import dev.tocsin.assertion.AssertionNotFound;
import dev.tocsin.assertion.AssertionRun;
import dev.tocsin.assertion.AssertionService;
import dev.tocsin.assertion.AssertionState;
import dev.tocsin.assertion.RunProgress;
import dev.tocsin.job.IllegalJobChange;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The list of assertions. */
@RequestScoped
@Named("tocsinAssertions")
public class AssertionsPage {

    static final String PATH = "/tocsin/assertions.xhtml";
    private static final String ALL = "all";
    private static final int ROWS = 100;
    private static final int TREND = 20;

    @Inject
    private AssertionService assertions;

    @Inject
    private Messages messages;

    @Inject
    private Texts texts;

    private String state;
    private String after;

    private Page<Assertion> page = new Page<>(List.of(), Optional.empty());
    private List<Row> rows = List.of();
    private List<Tab> tabs = List.of();

    /** A state, with how many are in it. */
    public record Tab(String state, long count, boolean here, String address) {}

    /**
     * @param state what is known of it, as a word
     * @param schedule in words
     * @param lastRun null if there is none
     * @param duration of that, in words
     * @param progress null if it is not being checked
     */
    public record Row(
            Assertion assertion,
            String state,
            String schedule,
            AssertionRun lastRun,
            String duration,
            Trend trend,
            RunProgress progress) {}

    @PostConstruct
    void read() {
        state = FacesPage.parameter("state")
                .filter(word -> state(word).isPresent())
                .orElse(ALL);
        after = FacesPage.parameter("after").orElse(null);
    }

    private static Optional<AssertionState> state(String word) {
        return Arrays.stream(AssertionState.values())
                .filter(one -> Trend.word(one).equals(word))
                .findFirst();
    }

    /** Before the page is shown. */
    public void load() {
        Map<AssertionState, Long> counts = assertions.count();
        long all = counts.values().stream().mapToLong(Long::longValue).sum();
        tabs = Stream.concat(
                        Stream.of(tab(ALL, all)),
                        Stream.of(
                                        AssertionState.FAILING,
                                        AssertionState.ERROR,
                                        AssertionState.PASSING,
                                        AssertionState.UNKNOWN)
                                .map(one -> tab(Trend.word(one), counts.getOrDefault(one, 0L))))
                .toList();
        try {
            page = assertions.list(state(state).orElse(null), Pager.cursor(after), ROWS);
        } catch (InvalidInput e) {
            messages.refused(e);
        }
        List<Assertion> found = page.items();
        Map<Long, AssertionRun> last = assertions.lastRuns(found);
        Map<Long, List<AssertionRun>> latest = assertions.latestRuns(found, TREND + 1);
        Map<Long, RunProgress> running = assertions.running(found);
        rows = found.stream()
                .map(one -> new Row(
                        one,
                        Trend.word(one.state()),
                        Spans.words(one.schedule(), texts),
                        last.get(one.id()),
                        Optional.ofNullable(last.get(one.id()))
                                .flatMap(AssertionRun::duration)
                                .map(duration -> Spans.shortly(duration, texts.locale()))
                                .orElse("–"),
                        Trend.of(latest.getOrDefault(one.id(), List.of()), TREND, texts),
                        running.get(one.id())))
                .toList();
    }

    private Tab tab(String word, long count) {
        return new Tab(
                word,
                count,
                word.equals(state),
                FacesPage.root() + new PageAddress(PATH).with("state", ALL.equals(word) ? null : word));
    }

    /** The one whose button was pressed. */
    public void run() {
        try {
            long id = FacesPage.pressed("list:run");
            Assertion assertion = assertions.find(id).orElseThrow(() -> new AssertionNotFound(id));
            if (assertions.running(List.of(assertion)).isEmpty()) {
                assertions.start(assertion.name());
                messages.done("assertions.started", assertion.name());
            } else {
                messages.done("assertions.already", assertion.name());
            }
        } catch (AssertionNotFound | IllegalJobChange | InvalidInput e) {
            messages.refused(e);
        }
        FacesPage.redirect(address().with("after", after));
    }

    public void runAll() {
        try {
            assertions.start(null);
            messages.done("assertions.allstarted");
        } catch (IllegalJobChange e) {
            messages.refused(e);
        }
        FacesPage.redirect(address().with("after", after));
    }

    private PageAddress address() {
        return new PageAddress(PATH).with("state", ALL.equals(state) ? null : state);
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

    /** Whether there is any, of whatever state. */
    public boolean isAny() {
        return !tabs.isEmpty() && tabs.get(0).count() > 0;
    }

    public boolean isBusy() {
        return rows.stream().anyMatch(row -> row.progress() != null);
    }

    public Pager getPager() {
        return new Pager(address(), after, page);
    }

    public String getState() {
        return state;
    }
}
