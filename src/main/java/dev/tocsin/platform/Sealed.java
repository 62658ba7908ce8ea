package dev.tocsin.platform;

import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;

/**
 * How an encrypted argument looks among the others: an object with one field. Nobody can send one in, so
 * whatever has this form was made here.
 */
public final class Sealed {

    /** What stands for a secret wherever arguments are shown, and for the stored one where they are sent back. */
    public static final String MARKER = "********";

    private static final String FIELD = "tocsin:sealed";

    private Sealed() {}

    static JsonObject of(String text) {
        return Json.provider().createObjectBuilder().add(FIELD, text).build();
    }

    /** Whether it is an encrypted argument. */
    static boolean is(JsonValue value) {
        return value instanceof JsonObject object && object.get(FIELD) instanceof JsonString;
    }

    static String text(JsonValue sealed) {
        return sealed.asJsonObject().getString(FIELD);
    }

    /** Whether it stands for the secret that is stored. */
    static boolean isMarker(JsonValue value) {
        return value instanceof JsonString text && text.getString().equals(MARKER);
    }

    /** These arguments as they may be shown. */
    public static JsonObject masked(JsonObject arguments) {
        if (arguments.values().stream().noneMatch(Sealed::is)) {
            return arguments;
        }
        JsonObjectBuilder shown = Json.provider().createObjectBuilder();
        arguments.forEach(
                (name, value) -> shown.add(name, is(value) ? Json.provider().createValue(MARKER) : value));
        return shown.build();
    }
}
