package dev.tocsin.responder;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A responder and its actions from JSON, all or nothing; what is wrong is named with its path. The form
 * is the seed's:
 *
 * <pre>{@code
 * {"name": "Rejected payments", "watch_pattern": "Payment .* rejected",
 *  "allow_retry": false, "enabled": true,
 *  "actions": [{"target_function": "email",
 *               "function_kwargs": {"recipients": "ops@example.com"},
 *               "delay_sec": 30}]}
 * }</pre>
 *
 * The name, which the seed's has not, may be left out.
 */
@ApplicationScoped
public class ResponderJson {

    /** The most actions that a responder may have. */
    public static final int MOST_ACTIONS = 100;

    /** The greatest length of a name. */
    public static final int LONGEST_NAME = 200;

    /** The longest delay: ten years, in seconds. */
    public static final int LONGEST_DELAY = 315_360_000;

    private static final int MOST_KWARGS = 65_536;

    private ActionRegistry registry;

    /** For the container's proxy. */
    protected ResponderJson() {}

    @Inject
    public ResponderJson(ActionRegistry registry) {
        this.registry = registry;
    }

    /** @throws dev.tocsin.platform.InvalidInput naming everything that is wrong */
    public ResponderDraft read(JsonValue json) {
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(json, "", problems);
        String name = fields.text("name").orElse(null);
        String pattern = fields.requiredText("watch_pattern");
        boolean allowRetry = fields.flag("allow_retry", false);
        boolean enabled = fields.flag("enabled", true);
        JsonArray actions = fields.list("actions");
        // What a responder that was read has besides: so that it can be sent back, changed.
        fields.value("id");
        fields.refuseOthers();
        List<ResponderDraft.Step> steps = new ArrayList<>();
        for (int i = 0; i < actions.size(); i++) {
            steps.add(readStep(actions.get(i), "actions[" + i + "]", problems));
        }
        ResponderDraft draft = new ResponderDraft(name, pattern, allowRetry, enabled, steps);
        check(draft, pattern != null, problems);
        problems.throwIfAny();
        return draft;
    }

    private ResponderDraft.Step readStep(JsonValue json, String path, Problems problems) {
        JsonFields fields = JsonFields.of(json, path, problems);
        String function = json instanceof JsonObject ? fields.requiredText("target_function") : null;
        JsonObject kwargs = fields.object("function_kwargs");
        long delay = fields.number("delay_sec", 0, LONGEST_DELAY, 0);
        long id = fields.number("id", 1, Long.MAX_VALUE, 0);
        fields.refuseOthers();
        return new ResponderDraft.Step(id == 0 ? null : id, function, kwargs, (int) delay);
    }

    /**
     * The same checks for a draft that was made in code.
     *
     * @throws dev.tocsin.platform.InvalidInput naming everything that is wrong
     */
    public void check(ResponderDraft draft) {
        Problems problems = new Problems();
        for (int i = 0; i < draft.actions().size(); i++) {
            if (draft.actions().get(i).targetFunction() == null) {
                problems.add("actions[" + i + "].target_function", "is missing; it needs a text");
            }
        }
        check(draft, true, problems);
        problems.throwIfAny();
    }

    private void check(ResponderDraft draft, boolean withPattern, Problems problems) {
        if (draft.name() != null) {
            Text.checkFilled(draft.name(), "name", LONGEST_NAME, problems);
        }
        if (withPattern) {
            checkPattern(draft.watchPattern(), problems);
        }
        if (draft.actions().size() > MOST_ACTIONS) {
            problems.add("actions", "has " + draft.actions().size() + " items; the limit is " + MOST_ACTIONS);
            return;
        }
        Set<Long> ids = new HashSet<>();
        for (int i = 0; i < draft.actions().size(); i++) {
            Long id = draft.actions().get(i).id();
            if (id != null && !ids.add(id)) {
                problems.add("actions[" + i + "].id", "is " + id + ", as another action's is; each may be named once");
            }
            checkStep(draft.actions().get(i), "actions[" + i + "]", problems);
        }
    }

    static void checkPattern(String pattern, Problems problems) {
        try {
            WatchPattern.compile(pattern);
        } catch (PatternRefused e) {
            problems.add("watch_pattern", e.getMessage());
        }
    }

    /** Of an action's arguments, those that are secrets. */
    List<Argument> secretsOf(String targetFunction) {
        return registry.find(targetFunction)
                .map(action -> action.arguments().secrets())
                .orElse(List.of());
    }

    private void checkStep(ResponderDraft.Step step, String path, Problems problems) {
        if (step.delaySec() < 0 || step.delaySec() > LONGEST_DELAY) {
            problems.add(
                    Problems.path(path, "delay_sec"),
                    "is " + step.delaySec() + "; needed is a whole number from 0 to " + LONGEST_DELAY);
        }
        if (step.targetFunction() == null) {
            return;
        }
        int before = problems.count();
        Json.check(step.functionKwargs(), Problems.path(path, "function_kwargs"), MOST_KWARGS, problems);
        Optional<Action> action = registry.find(step.targetFunction());
        if (action.isEmpty()) {
            problems.add(
                    Problems.path(path, "target_function"),
                    "is " + Problems.shown(step.targetFunction()) + "; there is no such action; there are "
                            + registry.names());
        } else if (problems.count() == before) {
            String where = Problems.path(path, "function_kwargs");
            action.get().arguments().check(step.functionKwargs(), where, problems);
            if (problems.count() == before) {
                action.get().check(step.functionKwargs(), where, problems);
            }
        }
    }
}
