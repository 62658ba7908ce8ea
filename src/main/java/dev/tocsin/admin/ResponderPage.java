package dev.tocsin.admin;

import dev.tocsin.dispatch.ResponderOutcomes;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import dev.tocsin.responder.PatternTrial;
import dev.tocsin.responder.Responder;
import dev.tocsin.responder.ResponderAction;
import dev.tocsin.responder.ResponderChanged;
import dev.tocsin.responder.ResponderDraft;
import dev.tocsin.responder.ResponderJson;
import dev.tocsin.responder.ResponderNotFound;
import dev.tocsin.responder.ResponderService;
import dev.tocsin.security.CurrentCaller;
import dev.tocsin.security.Permission;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One responder: what it is, for those who may read; for admins, an editor of it, and a try before it is saved. */
@RequestScoped
@Named("tocsinResponder")
public class ResponderPage {

    static final String PATH = "/tocsin/responder.xhtml";

    /** What the editor's script says. */
    private static final List<String> SCRIPT_TEXTS = List.of(
            "name",
            "name.hint",
            "pattern",
            "pattern.hint",
            "retry",
            "retry.hint",
            "enabled",
            "action",
            "function",
            "delay",
            "atonce",
            "later",
            "up",
            "down",
            "remove",
            "add",
            "none",
            "required",
            "notgiven",
            "addresses",
            "true",
            "false",
            "arguments",
            "others",
            "json.bad",
            "json.shape",
            "json.value",
            "secret",
            "mistake",
            "unknown");

    @Inject
    private ResponderService responders;

    @Inject
    private ResponderJson drafts;

    @Inject
    private ResponderTrial trials;

    @Inject
    private ResponderOutcomes outcomes;

    @Inject
    private ActionForms forms;

    @Inject
    private Submissions submissions;

    @Inject
    private CurrentCaller caller;

    @Inject
    private Texts texts;

    @Inject
    private Messages messages;

    private Long id;
    private Responder responder;
    private ResponderOutcomes.Outcomes became;

    private String json;
    private String base;
    private Long version;
    private String once;
    private String tryName;

    private List<Problem> problems = List.of();
    private ResponderConflict conflict;
    private boolean gone;
    private ResponderTrial.Result tried;

    @PostConstruct
    void read() {
        id = FacesPage.id().orElse(null);
        responder = id == null ? null : responders.find(id).orElse(null);
        tryName = FacesPage.parameter("try_name").orElse(null);
        Optional<String> typed = FacesPage.parameter("json");
        if (typed.isPresent()) {
            json = typed.get();
            base = FacesPage.parameter("base").orElse("");
            version = FacesPage.parameter("version")
                    .filter(text -> text.matches("\\d{1,18}"))
                    .map(Long::valueOf)
                    .orElse(null);
            once = FacesPage.parameter("once").orElse("");
        } else {
            json = ResponderText.pretty(asItIs());
            base = json;
            version = responder == null ? null : responder.version();
            once = UUID.randomUUID().toString();
        }
    }

    private JsonValue asItIs() {
        if (responder != null) {
            return ResponderText.of(responder);
        }
        return FacesPage.parameter("copy")
                .filter(text -> text.matches("\\d{1,18}"))
                .flatMap(text -> responders.find(Long.parseLong(text)))
                .map(copied -> ResponderText.copyOf(
                        copied,
                        copied.name()
                                .map(name -> texts.format("responder.copyname", name))
                                .filter(name -> name.length() <= ResponderJson.LONGEST_NAME)
                                .orElse(null)))
                .orElseGet(ResponderText::empty);
    }

    /** Before the page is shown. */
    public void load() {
        if (FacesPage.parameter("id").isPresent() && responder == null) {
            FacesPage.notFound();
        } else if (responder == null && !caller.may(Permission.ADMINISTER)) {
            FacesPage.forbidden();
        }
    }

    public void save() {
        store(draft -> id == null
                ? responders.create(draft)
                : responders.update(id, Objects.requireNonNullElse(version, -1L), draft));
    }

    /** After a conflict: what was typed takes the place of what the other made, which has been shown. */
    public void overwrite() {
        long shown = FacesPage.pressed("responder:overwrite");
        store(draft -> responders.update(stored(), shown, withKnownIds(draft)));
    }

    /** What was typed for one that is gone meanwhile. */
    public void makeAnew() {
        id = null;
        store(draft -> responders.create(withKnownIds(draft)));
    }

    /** What an action that the other removed was, is a new one now. */
    private ResponderDraft withKnownIds(ResponderDraft draft) {
        Set<Long> known = responder == null
                ? Set.of()
                : responder.actions().stream().map(ResponderAction::id).collect(Collectors.toSet());
        return new ResponderDraft(
                draft.name(),
                draft.watchPattern(),
                draft.allowRetry(),
                draft.enabled(),
                draft.actions().stream()
                        .map(step -> new ResponderDraft.Step(
                                known.contains(step.id()) ? step.id() : null,
                                step.targetFunction(),
                                step.functionKwargs(),
                                step.delaySec()))
                        .toList());
    }

    private void store(Function<ResponderDraft, Responder> storing) {
        Optional<JsonValue> typed = typed();
        if (typed.isEmpty()) {
            return;
        }
        try {
            ResponderDraft draft = drafts.read(withoutEmptyName(typed.get()));
            long saved = submissions.once(
                    once + " " + json, () -> storing.apply(draft).id());
            messages.done(id == null ? "responder.made" : "responder.saved");
            FacesPage.redirect(new PageAddress(PATH).with("id", saved));
        } catch (InvalidInput e) {
            problems = e.problems();
        } catch (ResponderNotFound e) {
            gone = true;
        } catch (ResponderChanged e) {
            conflict(typed.get());
        }
    }

    /** One that is not stored yet has none of the buttons that ask for it. */
    private long stored() {
        return id == null ? 0 : id;
    }

    private void conflict(JsonValue mine) {
        responder = responders.find(stored()).orElse(null);
        gone = responder == null;
        if (!gone) {
            conflict = ResponderConflict.between(
                    responder.version(), parsed(base).orElse(JsonValue.NULL), ResponderText.of(responder), mine);
        }
    }

    /** What was typed; empty, with what is wrong with it, if it is no JSON. */
    private Optional<JsonValue> typed() {
        try {
            return Optional.of(Json.parse(json));
        } catch (JsonException e) {
            problems = List.of(new Problem("", texts.format("responder.notjson", e.getMessage())));
            return Optional.empty();
        }
    }

    private static Optional<JsonValue> parsed(String text) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonException e) {
            return Optional.empty();
        }
    }

    /** A field that is left empty is a name that is not given. */
    private static JsonValue withoutEmptyName(JsonValue typed) {
        return typed instanceof JsonObject object
                        && object.get("name") instanceof JsonString name
                        && name.getString().isBlank()
                ? Json.provider().createObjectBuilder(object).remove("name").build()
                : typed;
    }

    /** Nothing is stored. */
    public void trial() {
        typed().ifPresent(typed -> {
            tried = trials.of(withoutEmptyName(typed), tryName);
            problems = tried.problems();
        });
    }

    public void enable() {
        change("responder.enabled", () -> responders.switchTo(stored(), true));
    }

    public void disable() {
        change("responder.disabled", () -> responders.switchTo(stored(), false));
    }

    private void change(String done, Runnable change) {
        try {
            change.run();
            messages.done(done);
        } catch (InvalidInput | ResponderNotFound e) {
            messages.refused(e);
        }
        FacesPage.redirect(new PageAddress(PATH).with("id", id));
    }

    public void delete() {
        try {
            responders.delete(stored(), version);
            messages.done("responders.deleted", 1);
            FacesPage.redirect(new PageAddress(RespondersPage.PATH));
        } catch (ResponderNotFound e) {
            messages.refused(e);
            FacesPage.redirect(new PageAddress(RespondersPage.PATH));
        } catch (ResponderChanged e) {
            conflict(parsed(json).orElse(JsonValue.NULL));
        }
    }

    public boolean isNew() {
        return id == null;
    }

    /** Null for one that is not there yet, or not any more. */
    public Responder getResponder() {
        return responder;
    }

    public String getTitle() {
        return responder == null ? texts.get("responder.new") : responder.name().orElse(responder.watchPattern());
    }

    public String getName() {
        return responder.name().orElse(null);
    }

    /** As it is bookmarked: an answer to a form has another address in the browser. */
    public String getAddress() {
        return FacesPage.root() + new PageAddress(PATH).with("id", id);
    }

    public ResponderOutcomes.Outcomes getOutcomes() {
        if (became == null && responder != null) {
            became = outcomes.of(List.of(responder.id())).get(responder.id());
        }
        return became;
    }

    public List<Map.Entry<String, Long>> getTally() {
        return RespondersPage.tally(getOutcomes());
    }

    /** When an action starts, for people. */
    public String delay(int seconds) {
        return DelayText.of(seconds);
    }

    /** What the script makes the forms of the actions from. */
    public String getForms() {
        return forms.json().toString();
    }

    public String getScriptTexts() {
        JsonObjectBuilder all = Json.provider().createObjectBuilder();
        SCRIPT_TEXTS.forEach(key -> all.add(key, texts.get("editor." + key)));
        return all.build().toString();
    }

    public List<Problem> getProblems() {
        return problems;
    }

    /** For the script, which shows each at its field. */
    public String getFaults() {
        JsonArrayBuilder all = Json.provider().createArrayBuilder();
        for (Problem problem : problems) {
            JsonObjectBuilder fault = Json.provider()
                    .createObjectBuilder()
                    .add("path", problem.path())
                    .add("message", problem.message());
            if (problem.path().equals("watch_pattern")) {
                parsed(json)
                        .flatMap(ResponderTrial::pattern)
                        .ifPresent(pattern -> ResponderTrial.mistakeIn(pattern)
                                .ifPresent(position -> fault.add("position", position)));
            }
            all.add(fault);
        }
        return all.build().toString();
    }

    public ResponderConflict getConflict() {
        return conflict;
    }

    public boolean isGone() {
        return gone;
    }

    public ResponderTrial.Result getTried() {
        return tried;
    }

    public int getTrialDays() {
        return PatternTrial.DAYS;
    }

    public int getTrialMost() {
        return PatternTrial.MOST_LOOKED_AT;
    }

    public String getTryName() {
        return tryName;
    }

    public String getJson() {
        return json;
    }

    public String getBase() {
        return base;
    }

    public Long getId() {
        return id;
    }

    public Long getVersion() {
        return version;
    }

    /** The mark of this form, by which it is known when it is sent twice. */
    public String getOnce() {
        return once;
    }
}
