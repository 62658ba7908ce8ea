package dev.tocsin.admin;

import dev.tocsin.dispatch.ResponderOutcomes;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.responder.ResponderNotFound;
import dev.tocsin.responder.ResponderSearch;
import dev.tocsin.responder.ResponderService;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;

/** The list of responders. */
@RequestScoped
@Named("tocsinResponders")
public class RespondersPage {

    static final String PATH = "/tocsin/responders.xhtml";
    private static final int ROWS = 50;
    private static final int STEPS = 4;

    @Inject
    private ResponderSearch search;

    @Inject
    private ResponderService responders;

    @Inject
    private ResponderOutcomes outcomes;

    @Inject
    private Messages messages;

    @Inject
    private RowChanges changes;

    private String state;
    private String text;
    private String after;

    private Page<ResponderSearch.Row> page = new Page<>(List.of(), Optional.empty());
    private Map<Long, ResponderOutcomes.Outcomes> became = Map.of();

    @PostConstruct
    void read() {
        state = FacesPage.parameter("state").orElse("all");
        text = FacesPage.parameter("text").orElse(null);
        after = FacesPage.parameter("after").orElse(null);
    }

    /** Before the page is shown. */
    public void load() {
        try {
            page = search.find(new ResponderSearch.Filter(wantedState(), text), Pager.cursor(after), ROWS);
            became = outcomes.of(
                    page.items().stream().map(ResponderSearch.Row::id).toList());
        } catch (InvalidInput e) {
            messages.refused(e);
        }
    }

    private Boolean wantedState() {
        return switch (state) {
            case "all" -> null;
            case "enabled" -> Boolean.TRUE;
            case "disabled" -> Boolean.FALSE;
            default -> throw new InvalidInput("state", "is \"" + state + "\"; there is no such state");
        };
    }

    public void enable() {
        change("responders.enabled", FacesPage.picked(), id -> responders.switchTo(id, true));
    }

    public void disable() {
        change("responders.disabled", FacesPage.picked(), id -> responders.switchTo(id, false));
    }

    public void delete() {
        change("responders.deleted", FacesPage.picked(), id -> responders.delete(id, null));
    }

    public void enableOne() {
        change("responders.enabled", pressed("list:enableone"), id -> responders.switchTo(id, true));
    }

    public void disableOne() {
        change("responders.disabled", pressed("list:disableone"), id -> responders.switchTo(id, false));
    }

    public void deleteOne() {
        change("responders.deleted", pressed("list:deleteone"), id -> responders.delete(id, null));
    }

    private static List<Long> pressed(String clientId) {
        return List.of(FacesPage.pressed(clientId));
    }

    private void change(String done, List<Long> ids, LongConsumer change) {
        changes.each(
                done,
                ids,
                change,
                Set.of(ResponderNotFound.class, InvalidInput.class),
                address().with("after", after));
    }

    private PageAddress address() {
        return new PageAddress(PATH)
                .with("state", "all".equals(state) ? null : state)
                .with("text", text);
    }

    public List<Map.Entry<String, String>> getFilters() {
        return address().with("after", after).parameters();
    }

    public List<ResponderSearch.Row> getItems() {
        return page.items();
    }

    public ResponderOutcomes.Outcomes outcomes(long id) {
        return became.get(id);
    }

    /** The states that what it planned is in, with how many are. */
    public List<Map.Entry<String, Long>> tally(long id) {
        return tally(became.get(id));
    }

    static List<Map.Entry<String, Long>> tally(ResponderOutcomes.Outcomes outcomes) {
        return outcomes == null
                ? List.of()
                : outcomes.states().entrySet().stream()
                        .map(entry -> Map.entry(entry.getKey().word(), entry.getValue()))
                        .toList();
    }

    /** What it does, as far as there is room for it. */
    public List<ResponderSearch.Step> firstSteps(ResponderSearch.Row responder) {
        List<ResponderSearch.Step> all = responder.actions();
        return all.subList(0, Math.min(STEPS, all.size()));
    }

    public int getSteps() {
        return STEPS;
    }

    /** When an action starts, for people. */
    public String delay(int seconds) {
        return DelayText.of(seconds);
    }

    public Pager getPager() {
        return new Pager(address(), after, page);
    }

    /** Whether the list ends here although there may be more: what is asked has no index. */
    public boolean isSearching() {
        return page.next().isPresent() && page.items().size() < ROWS;
    }

    public boolean isFiltered() {
        return text != null || !"all".equals(state) || after != null;
    }

    public int getWindow() {
        return ResponderSearch.WINDOW;
    }

    public int getDays() {
        return ResponderOutcomes.DAYS;
    }

    public int getMost() {
        return ResponderOutcomes.MOST;
    }

    public String getState() {
        return state;
    }

    public String getText() {
        return text;
    }
}
