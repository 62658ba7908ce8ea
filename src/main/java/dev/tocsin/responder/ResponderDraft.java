package dev.tocsin.responder;

import dev.tocsin.platform.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A responder as someone wants it, before it is saved. In code:
 *
 * <pre>{@code
 * responders.create(ResponderDraft.watching("Payment .* rejected")
 *         .then("email", Map.of("recipients", "ops@example.com"))
 *         .then("email", Map.of("recipients", "boss@example.com"), 1800));
 * }</pre>
 *
 * @param name what it is called, unlike any other; null for one without a name
 */
public record ResponderDraft(
        String name, String watchPattern, boolean allowRetry, boolean enabled, List<Step> actions) {

    /**
     * One action.
     *
     * @param id the action that this is a change of; null for a new one
     */
    public record Step(Long id, String targetFunction, JsonObject functionKwargs, int delaySec) {
        public Step {
            functionKwargs = functionKwargs == null ? JsonValue.EMPTY_JSON_OBJECT : functionKwargs;
        }

        /** With other arguments. */
        Step with(JsonObject otherKwargs) {
            return new Step(id, targetFunction, otherKwargs, delaySec);
        }

        /** Without the values of the arguments, because any of them may be a secret. */
        @Override
        public String toString() {
            return targetFunction + functionKwargs.keySet() + " after " + delaySec + " s";
        }
    }

    public ResponderDraft {
        actions = List.copyOf(actions);
    }

    /** Without a name. */
    public ResponderDraft(String watchPattern, boolean allowRetry, boolean enabled, List<Step> actions) {
        this(null, watchPattern, allowRetry, enabled, actions);
    }

    public static ResponderDraft watching(String watchPattern) {
        return new ResponderDraft(watchPattern, false, true, List.of());
    }

    /** With one more action, to run at once. */
    public ResponderDraft then(String targetFunction, Map<String, ?> functionKwargs) {
        return then(targetFunction, functionKwargs, 0);
    }

    /** With one more action, to run so many seconds after the issue was opened if it is still open. */
    public ResponderDraft then(String targetFunction, Map<String, ?> functionKwargs, int delaySec) {
        Map<String, ?> given = functionKwargs == null ? Map.of() : functionKwargs;
        JsonValue json = Json.of(given, "actions[" + actions.size() + "].function_kwargs");
        List<Step> more = new ArrayList<>(actions);
        more.add(new Step(null, targetFunction, json.asJsonObject(), delaySec));
        return new ResponderDraft(name, watchPattern, allowRetry, enabled, more);
    }

    /** With a name, by which {@link ResponderService#find(String)} finds it; no two have the same. */
    public ResponderDraft named(String newName) {
        return new ResponderDraft(newName, watchPattern, allowRetry, enabled, actions);
    }

    /** With these actions instead. */
    ResponderDraft with(List<Step> otherActions) {
        return new ResponderDraft(name, watchPattern, allowRetry, enabled, otherActions);
    }

    /** Whose actions run again at each new occurrence. */
    public ResponderDraft allowingRetry() {
        return new ResponderDraft(name, watchPattern, true, enabled, actions);
    }

    public ResponderDraft disabled() {
        return switchedTo(false);
    }

    ResponderDraft switchedTo(boolean nowEnabled) {
        return new ResponderDraft(name, watchPattern, allowRetry, nowEnabled, actions);
    }
}
