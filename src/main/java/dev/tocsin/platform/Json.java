package dev.tocsin.platform;

import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import jakarta.json.bind.JsonbConfig;
import jakarta.json.bind.JsonbException;
import jakarta.json.spi.JsonProvider;
import jakarta.json.stream.JsonParser;
import java.io.StringReader;
import java.util.Locale;

/** JSON values: from objects, to text and back, and what may be stored. */
public final class Json {

    /** How deep arrays and objects may be nested. */
    public static final int MAX_DEPTH = 100;

    private static final JsonProvider PROVIDER = JsonProvider.provider();

    private Json() {}

    public static JsonProvider provider() {
        return PROVIDER;
    }

    /** @throws JsonException if the text is not one JSON value; the message says where */
    public static JsonValue parse(String text) {
        try (JsonParser parser = PROVIDER.createParser(new StringReader(text))) {
            parser.next();
            JsonValue value = parser.getValue();
            if (parser.hasNext()) {
                parser.next();
            }
            return value;
        } catch (JsonException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            // The parser's own limits, such as a depth of 1,000, are not told as a JsonException.
            throw new JsonException(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What an application passed as details or a result, as JSON: a {@link JsonValue} as it is, null as
     * JSON null, anything else as JSON-B writes it.
     *
     * @throws InvalidInput if JSON-B cannot write it
     */
    public static JsonValue of(Object value, String path) {
        if (value == null) {
            return JsonValue.NULL;
        }
        if (value instanceof JsonValue json) {
            return json;
        }
        if (value instanceof CharSequence text) {
            return PROVIDER.createValue(text.toString());
        }
        try {
            return parse(Binder.JSONB.toJson(value));
        } catch (JsonbException | JsonException | StackOverflowError e) {
            throw new InvalidInput(
                    path,
                    "a " + value.getClass().getName() + " cannot be written as JSON ("
                            + (e instanceof StackOverflowError
                                    ? "it refers to itself, or is nested too deep"
                                    : e.getMessage())
                            + "); pass a map, a public record, a list, a text or a JsonValue");
        }
    }

    /**
     * Checks that a value can be stored: its size, its depth, its texts.
     *
     * @param most the greatest size of its text, in characters
     */
    public static void check(JsonValue value, String path, int most, Problems problems) {
        int before = problems.count();
        walk(value, path, 1, problems);
        if (problems.count() == before) {
            int size = value.toString().length();
            if (size > most) {
                problems.add(path, "has " + size + " characters as JSON; the limit is " + most);
            }
        }
    }

    private static void walk(JsonValue value, String path, int depth, Problems problems) {
        if (problems.count() > 20) {
            return;
        }
        if (depth > MAX_DEPTH && (value instanceof JsonObject || value instanceof JsonArray)) {
            problems.add(cut(path), "is nested deeper than " + MAX_DEPTH + " levels");
        } else if (value instanceof JsonObject object) {
            object.forEach((name, inner) -> {
                int fault = Text.firstUnstorable(name);
                if (fault >= 0) {
                    problems.add(path, "a field's name " + Text.fault(name, fault));
                } else {
                    walk(inner, Problems.path(path, name), depth + 1, problems);
                }
            });
        } else if (value instanceof JsonArray array) {
            for (int i = 0; i < array.size(); i++) {
                walk(array.get(i), path + "[" + i + "]", depth + 1, problems);
            }
        } else if (value instanceof JsonString string) {
            int fault = Text.firstUnstorable(string.getString());
            if (fault >= 0) {
                problems.add(path, Text.fault(string.getString(), fault));
            }
        } else if (value instanceof JsonNumber number
                && Math.abs((long) number.bigDecimalValue().scale()) > 1000) {
            problems.add(path, "is a number with an exponent beyond 1000");
        }
    }

    private static String cut(String path) {
        return path.length() <= 200 ? path : path.substring(0, 200) + "…";
    }

    /** With line breaks, for people. */
    public static String pretty(JsonValue value) {
        java.io.StringWriter text = new java.io.StringWriter();
        try (jakarta.json.JsonWriter writer = PROVIDER.createWriterFactory(
                        java.util.Map.of(jakarta.json.stream.JsonGenerator.PRETTY_PRINTING, true))
                .createWriter(text)) {
            writer.write(value);
        }
        return text.toString().strip();
    }

    /** What kind of value it is, as a message says it: "a text", "a list". */
    public static String kind(JsonValue value) {
        return switch (value.getValueType()) {
            case STRING -> "a text";
            case NUMBER -> "a number";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> value.toString().toLowerCase(Locale.ROOT);
        };
    }

    /** JSON-B is made when it is first needed: most callers pass a map or nothing. */
    private static final class Binder {
        static final Jsonb JSONB = JsonbBuilder.create(new JsonbConfig().withNullValues(true));
    }
}
