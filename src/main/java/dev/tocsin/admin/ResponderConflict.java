package dev.tocsin.admin;

import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What someone else has changed of a responder while it was edited. Pure.
 *
 * @param version what it is at now
 * @param changes field by field
 */
public record ResponderConflict(long version, List<Change> changes) {

    /**
     * One field.
     *
     * @param path where it is, as in the JSON
     * @param before when the editing began; null if it was not there
     * @param theirs what the other made of it; null if it is gone
     * @param mine what is being typed; null if it is not there
     */
    public record Change(String path, String before, String theirs, String mine) {

        /** Whether both have changed it, to different things: one of the two is lost. */
        public boolean isClash() {
            return !Objects.equals(mine, before) && !Objects.equals(mine, theirs);
        }
    }

    /** Where a field is, and what it is. */
    private record Field(String path, String value) {}

    static ResponderConflict between(long version, JsonValue base, JsonValue theirs, JsonValue mine) {
        Map<String, Field> before = fields(base);
        Map<String, Field> now = fields(theirs);
        Map<String, Field> typed = fields(mine);
        Set<String> keys = new LinkedHashSet<>(now.keySet());
        keys.addAll(before.keySet());
        return new ResponderConflict(
                version,
                keys.stream()
                        .filter(key -> !Objects.equals(value(before, key), value(now, key)))
                        .map(key -> new Change(
                                (now.containsKey(key) ? now : before).get(key).path(),
                                value(before, key),
                                value(now, key),
                                value(typed, key)))
                        .toList());
    }

    private static String value(Map<String, Field> fields, String key) {
        return fields.containsKey(key) ? fields.get(key).value() : null;
    }

    /** By keys that stay the same when actions are moved. */
    private static Map<String, Field> fields(JsonValue json) {
        Map<String, Field> fields = new LinkedHashMap<>();
        if (!(json instanceof JsonObject responder)) {
            return fields;
        }
        put(fields, "name", "name", responder.get("name"));
        put(fields, "watch_pattern", "watch_pattern", responder.get("watch_pattern"));
        put(fields, "allow_retry", "allow_retry", responder.getOrDefault("allow_retry", JsonValue.FALSE));
        put(fields, "enabled", "enabled", responder.getOrDefault("enabled", JsonValue.TRUE));
        if (responder.get("actions") instanceof JsonArray actions) {
            for (int i = 0; i < actions.size(); i++) {
                if (actions.get(i) instanceof JsonObject action) {
                    putAction(fields, "actions[" + i + "]", action);
                }
            }
            fields.put("order", new Field("actions", order(actions)));
        }
        return fields;
    }

    private static void putAction(Map<String, Field> fields, String path, JsonObject action) {
        String key = action.containsKey("id") ? "#" + action.get("id") : path;
        for (String field : List.of("target_function", "delay_sec")) {
            put(fields, key + field, Problems.path(path, field), action.get(field));
        }
        if (action.get("function_kwargs") instanceof JsonObject kwargs) {
            kwargs.forEach((name, value) ->
                    put(fields, key + "/" + name, Problems.path(path, "function_kwargs." + name), value));
        }
    }

    private static void put(Map<String, Field> fields, String key, String path, JsonValue value) {
        if (value != null && value != JsonValue.NULL) {
            fields.put(key, new Field(path, shown(value)));
        }
    }

    private static String order(JsonArray actions) {
        return String.join(
                ", ",
                actions.stream()
                        .map(action -> action instanceof JsonObject one
                                ? shown(one.getOrDefault("target_function", JsonValue.NULL))
                                        + (one.containsKey("id") ? " " + one.get("id") : "")
                                : action.toString())
                        .toList());
    }

    private static String shown(JsonValue value) {
        return value instanceof JsonString text
                ? text.getString()
                : value instanceof JsonObject || value instanceof JsonArray ? Json.pretty(value) : value.toString();
    }
}
