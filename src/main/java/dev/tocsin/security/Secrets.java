package dev.tocsin.security;

import dev.tocsin.platform.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.Locale;
import java.util.regex.Pattern;

/** Takes out of JSON what by its name, or as the login of an address, could be a secret. */
final class Secrets {

    static final String HIDDEN = "***";

    private static final Pattern NAMES = Pattern.compile(
            "pass(word|wd|phrase)?|secret|token|credentials?|authori[sz]ation|api[_-]?key|private[_-]?key|cookie");
    private static final Pattern LOGIN = Pattern.compile("(?<=://)[^/@\\s]+(?=@)");

    private Secrets() {}

    static JsonValue without(JsonValue value) {
        if (value instanceof JsonObject object) {
            JsonObjectBuilder safe = Json.provider().createObjectBuilder();
            object.forEach((name, inner) -> {
                boolean hidden = inner != JsonValue.NULL
                        && NAMES.matcher(name.toLowerCase(Locale.ROOT)).find();
                safe.add(name, hidden ? Json.provider().createValue(HIDDEN) : without(inner));
            });
            return safe.build();
        }
        if (value instanceof JsonArray array) {
            JsonArrayBuilder safe = Json.provider().createArrayBuilder();
            array.forEach(inner -> safe.add(without(inner)));
            return safe.build();
        }
        if (value instanceof JsonString text) {
            return Json.provider().createValue(LOGIN.matcher(text.getString()).replaceAll(HIDDEN));
        }
        return value;
    }
}
