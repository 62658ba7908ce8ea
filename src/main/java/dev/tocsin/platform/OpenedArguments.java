package dev.tocsin.platform;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URLEncoder;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Arguments with their secrets in clear text, for the moment in which they are used. */
public final class OpenedArguments {

    /** A part of a secret that is no shorter is hidden too: the token of {@code Bearer <token>}. */
    private static final int TELLING_PART = 8;

    private final JsonObject values;
    private final List<String> hidden;

    OpenedArguments(JsonObject values, Collection<String> secrets) {
        this.values = values;
        this.hidden = secrets.stream()
                .flatMap(OpenedArguments::forms)
                .filter(form -> !form.isBlank())
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    /** What may be left of a secret in what a receiver or a library says of it. */
    private static Stream<String> forms(String secret) {
        Stream<String> parts = Stream.of(secret.split("\\s+")).filter(part -> part.length() >= TELLING_PART);
        return Stream.concat(Stream.of(secret), parts)
                .flatMap(form -> Stream.of(form, Text.visible(form), escaped(form), URLEncoder.encode(form, UTF_8)));
    }

    private static String escaped(String text) {
        String quoted = Json.provider().createValue(text).toString();
        return quoted.substring(1, quoted.length() - 1);
    }

    /** With the secrets. */
    public JsonObject values() {
        return values;
    }

    public boolean haveSecrets() {
        return !hidden.isEmpty();
    }

    /** A text without the secrets; null stays null. */
    public String hide(String text) {
        String shown = text;
        if (shown != null) {
            for (String secret : hidden) {
                shown = shown.replace(secret, Sealed.MARKER);
            }
        }
        return shown;
    }

    /** The same for every text inside a value. */
    public JsonValue hide(JsonValue value) {
        if (hidden.isEmpty()) {
            return value;
        }
        if (value instanceof JsonObject object) {
            JsonObjectBuilder shown = Json.provider().createObjectBuilder();
            object.forEach((name, inner) -> shown.add(hide(name), hide(inner)));
            return shown.build();
        }
        if (value instanceof JsonArray array) {
            JsonArrayBuilder shown = Json.provider().createArrayBuilder();
            array.forEach(inner -> shown.add(hide(inner)));
            return shown.build();
        }
        if (value instanceof JsonString text) {
            return Json.provider().createValue(hide(text.getString()));
        }
        if (value instanceof JsonNumber number) {
            String shown = hide(number.toString());
            return shown.equals(number.toString()) ? number : Json.provider().createValue(shown);
        }
        return value;
    }

    @Override
    public String toString() {
        return "arguments " + values.keySet();
    }
}
