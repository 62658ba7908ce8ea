package dev.tocsin.admin;

import dev.tocsin.action.ActionPreview;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.dispatch.ActionPreviews;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.OpenName;
import dev.tocsin.issue.RecentName;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.FailureText;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Sealed;
import dev.tocsin.responder.PatternRefused;
import dev.tocsin.responder.PatternTrial;
import dev.tocsin.responder.ResponderDraft;
import dev.tocsin.responder.ResponderJson;
import dev.tocsin.responder.WatchPattern;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** What a responder would do, before it is saved: what it matches, and what it would send for one of those. */
@ApplicationScoped
class ResponderTrial {

    /** A bound on what a page is made to carry. */
    private static final int MOST_SHOWN = 20;

    @Inject
    private PatternTrial patterns;

    @Inject
    private ResponderJson drafts;

    @Inject
    private ActionPreviews previews;

    @Inject
    private ActionRegistry registry;

    @Inject
    private IssueService issues;

    @Inject
    private Clock clock;

    /**
     * What came of it.
     *
     * @param open null if the pattern cannot be used
     * @param recent null if the pattern cannot be used
     * @param example the issue that something would be sent for; null if there is none that matches
     * @param shown what would be sent; empty if the responder could not be saved as it is
     * @param problems why it could not
     */
    public record Result(
            PatternTrial.Result open,
            PatternTrial.Recent recent,
            Issue example,
            List<Shown> shown,
            List<Problem> problems) {

        /** Whether the example is an issue that there is. */
        public boolean isReal() {
            return example != null && example.id() != 0;
        }
    }

    /**
     * What one action would send.
     *
     * @param preview null if it has nothing to show
     * @param failure why it would fail; null if it would not
     */
    public record Shown(
            String targetFunction, int delaySec, JsonObject arguments, ActionPreview preview, String failure) {}

    /** @param name null for none */
    Result of(JsonValue json, String name) {
        List<Problem> problems = new ArrayList<>();
        Optional<ResponderDraft> draft = draft(json, problems);
        Optional<String> pattern = pattern(json).filter(ResponderTrial::isUsable);
        if (pattern.isEmpty()) {
            return new Result(null, null, null, List.of(), problems);
        }
        PatternTrial.Result open = patterns.of(pattern.get(), name);
        PatternTrial.Recent recent = patterns.recent(pattern.get());
        Issue example = example(open, recent, name, problems).orElse(null);
        List<Shown> shown = example == null
                ? List.of()
                : draft.map(found -> shown(found, example)).orElse(List.of());
        return new Result(open, recent, example, shown, problems);
    }

    private Optional<ResponderDraft> draft(JsonValue json, List<Problem> problems) {
        try {
            return Optional.of(drafts.read(json));
        } catch (InvalidInput e) {
            problems.addAll(e.problems());
            return Optional.empty();
        }
    }

    static Optional<String> pattern(JsonValue json) {
        return json instanceof JsonObject object && object.get("watch_pattern") instanceof JsonString text
                ? Optional.of(text.getString())
                : Optional.empty();
    }

    /** Where the mistake is in a pattern that cannot be used. */
    static OptionalInt mistakeIn(String pattern) {
        try {
            WatchPattern.compile(pattern);
            return OptionalInt.empty();
        } catch (PatternRefused e) {
            return e.position();
        }
    }

    private static boolean isUsable(String pattern) {
        try {
            WatchPattern.compile(pattern);
            return true;
        } catch (PatternRefused e) {
            return false;
        }
    }

    /** The name that was typed, if it matches; or else the newest issue that does. */
    private Optional<Issue> example(
            PatternTrial.Result open, PatternTrial.Recent recent, String name, List<Problem> problems) {
        if (Boolean.TRUE.equals(open.matchesName())) {
            try {
                return Optional.of(Issue.example(name, clock.instant()));
            } catch (InvalidInput e) {
                problems.addAll(e.problems());
                return Optional.empty();
            }
        }
        return Stream.concat(
                        open.first().stream().limit(1).map(OpenName::id),
                        recent.first().stream().limit(1).map(RecentName::id))
                .map(issues::find)
                .flatMap(Optional::stream)
                .max(Comparator.comparing(Issue::createdAt));
    }

    private List<Shown> shown(ResponderDraft draft, Issue example) {
        return draft.actions().stream()
                .limit(MOST_SHOWN)
                .map(step -> shown(step, example, draft.watchPattern()))
                .toList();
    }

    private Shown shown(ResponderDraft.Step step, Issue example, String pattern) {
        try {
            ActionPreview preview = previews.of(step.targetFunction(), step.functionKwargs(), example, pattern)
                    .orElse(null);
            return new Shown(step.targetFunction(), step.delaySec(), masked(step), preview, null);
        } catch (Exception e) {
            return new Shown(step.targetFunction(), step.delaySec(), masked(step), null, FailureText.of(e));
        }
    }

    /** A secret that was just typed is nobody's to read from a screen. */
    private JsonObject masked(ResponderDraft.Step step) {
        JsonObjectBuilder shown = Json.provider().createObjectBuilder(step.functionKwargs());
        registry.find(step.targetFunction()).map(action -> action.arguments().secrets()).orElse(List.of()).stream()
                .map(Argument::name)
                .filter(step.functionKwargs()::containsKey)
                .forEach(name -> shown.add(name, Sealed.MARKER));
        return shown.build();
    }
}
