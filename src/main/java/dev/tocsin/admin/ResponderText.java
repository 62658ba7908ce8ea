package dev.tocsin.admin;

import dev.tocsin.platform.Json;
import dev.tocsin.responder.Responder;
import dev.tocsin.responder.ResponderAction;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

/** Responders as the JSON that people edit. Its actions have their ids, by which they stay the same when changed. */
final class ResponderText {

    private ResponderText() {}

    /** What one begins with: an action whose arguments the form asks for. */
    static JsonObject empty() {
        return Json.provider()
                .createObjectBuilder()
                .add("name", "")
                .add("watch_pattern", "")
                .add("allow_retry", false)
                .add("enabled", true)
                .add(
                        "actions",
                        Json.provider()
                                .createArrayBuilder()
                                .add(Json.provider()
                                        .createObjectBuilder()
                                        .add("target_function", "email")
                                        .add("function_kwargs", JsonValue.EMPTY_JSON_OBJECT)
                                        .add("delay_sec", 0)))
                .build();
    }

    static JsonObject of(Responder responder) {
        return json(responder, responder.name().orElse(""), true);
    }

    /** A new one that does the same. @param name null for one without */
    static JsonObject copyOf(Responder responder, String name) {
        return json(responder, name == null ? "" : name, false);
    }

    /** With nothing between the brackets of what is empty. A text in JSON has no line break of its own. */
    static String pretty(JsonValue value) {
        return Json.pretty(value).replaceAll("\\{\\n\\s*}", "{}").replaceAll("\\[\\n\\s*]", "[]");
    }

    private static JsonObject json(Responder responder, String name, boolean withIds) {
        JsonArrayBuilder actions = Json.provider().createArrayBuilder();
        responder.actions().forEach(action -> actions.add(json(action, withIds)));
        JsonObjectBuilder json = Json.provider().createObjectBuilder();
        if (!name.isEmpty()) {
            json.add("name", name);
        }
        return json.add("watch_pattern", responder.watchPattern())
                .add("allow_retry", responder.allowRetry())
                .add("enabled", responder.enabled())
                .add("actions", actions)
                .build();
    }

    private static JsonObjectBuilder json(ResponderAction action, boolean withId) {
        JsonObjectBuilder json = Json.provider().createObjectBuilder();
        if (withId) {
            json.add("id", action.id());
        }
        return json.add("target_function", action.targetFunction())
                .add("function_kwargs", action.functionKwargs())
                .add("delay_sec", action.delaySec());
    }
}
