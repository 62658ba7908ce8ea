package dev.tocsin.security;

import dev.tocsin.platform.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;

/** What of an object is otherwise before and after a change; all of it, if it is made or deleted. */
record Difference(JsonValue before, JsonValue after) {

    private static final int MOST = 100_000;

    static Difference between(JsonValue before, JsonValue after) {
        if (!(before instanceof JsonObject was) || !(after instanceof JsonObject is)) {
            return new Difference(before, after);
        }
        return new Difference(others(was, is), others(is, was));
    }

    private static JsonValue others(JsonObject of, JsonObject than) {
        JsonObjectBuilder others = Json.provider().createObjectBuilder();
        of.forEach((name, value) -> {
            if (!value.equals(than.get(name))) {
                others.add(name, value);
            }
        });
        return others.build();
    }

    /** As it is stored; null for nothing. */
    static String text(JsonValue value) {
        if (value == null || value == JsonValue.NULL) {
            return null;
        }
        String text = value.toString();
        return text.length() <= MOST
                ? text
                : Json.provider()
                        .createObjectBuilder()
                        .add("characters", text.length())
                        .build()
                        .toString();
    }
}
