package dev.tocsin.platform;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the fields of a JSON object, and notes what is wrong with them: a missing one, one of another
 * kind, one that nobody asked for.
 */
public final class JsonFields {

    private final JsonObject object;
    private final String path;
    private final Problems problems;
    private final Set<String> known = new LinkedHashSet<>();

    private JsonFields(JsonObject object, String path, Problems problems) {
        this.object = object;
        this.path = path;
        this.problems = problems;
    }

    /** Of a value that has to be an object; if it is none, that is noted, and it has no fields. */
    public static JsonFields of(JsonValue value, String path, Problems problems) {
        if (value instanceof JsonObject object) {
            return new JsonFields(object, path, problems);
        }
        problems.add(path, "is " + Json.kind(value) + "; needed is an object");
        JsonFields none = new JsonFields(JsonValue.EMPTY_JSON_OBJECT, path, new Problems());
        return none;
    }

    public String path(String field) {
        return Problems.path(path, field);
    }

    /** JSON null where it is not there. */
    public JsonValue value(String field) {
        known.add(field);
        return object.getOrDefault(field, JsonValue.NULL);
    }

    /** A text that has to be there; null, and noted, if it is not. */
    public String requiredText(String field) {
        if (value(field) == JsonValue.NULL) {
            problems.add(path(field), "is missing; it needs a text");
            return null;
        }
        return text(field).orElse(null);
    }

    public Optional<String> text(String field) {
        JsonValue value = value(field);
        if (value instanceof JsonString text) {
            return Optional.of(text.getString());
        }
        refuseUnlessMissing(field, value, "a text");
        return Optional.empty();
    }

    public boolean flag(String field, boolean fallback) {
        JsonValue value = value(field);
        if (value == JsonValue.TRUE || value == JsonValue.FALSE) {
            return value == JsonValue.TRUE;
        }
        refuseUnlessMissing(field, value, "true or false");
        return fallback;
    }

    /** A whole number of at least {@code least}; {@code least}, and noted, if it is another. */
    public long number(String field, long least, long most, long fallback) {
        JsonValue value = value(field);
        if (value instanceof JsonNumber number) {
            if (number.isIntegral()
                    && number.bigDecimalValue().compareTo(java.math.BigDecimal.valueOf(least)) >= 0
                    && number.bigDecimalValue().compareTo(java.math.BigDecimal.valueOf(most)) <= 0) {
                return number.longValue();
            }
            problems.add(
                    path(field),
                    "is " + Problems.shown(number.toString()).replace("\"", "") + "; needed is a whole number from "
                            + least + " to " + most);
            return fallback;
        }
        refuseUnlessMissing(field, value, "a number");
        return fallback;
    }

    /** An empty one where it is not there. */
    public JsonObject object(String field) {
        JsonValue value = value(field);
        if (value instanceof JsonObject inner) {
            return inner;
        }
        refuseUnlessMissing(field, value, "an object");
        return JsonValue.EMPTY_JSON_OBJECT;
    }

    /** An empty one where it is not there. */
    public JsonArray list(String field) {
        JsonValue value = value(field);
        if (value instanceof JsonArray inner) {
            return inner;
        }
        refuseUnlessMissing(field, value, "a list");
        return JsonValue.EMPTY_JSON_ARRAY;
    }

    /** To be called last: notes the fields that were not asked for. */
    public void refuseOthers() {
        object.keySet().stream()
                .filter(field -> !known.contains(field))
                .forEach(field -> problems.add(
                        path(Text.visible(field)), "is not known here; known are " + String.join(", ", known)));
    }

    private void refuseUnlessMissing(String field, JsonValue value, String needed) {
        if (value != JsonValue.NULL) {
            problems.add(path(field), "is " + Json.kind(value) + "; needed is " + needed);
        }
    }
}
