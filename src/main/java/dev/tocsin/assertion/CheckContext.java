package dev.tocsin.assertion;

import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.time.Duration;

/**
 * What a check is told.
 *
 * @param assertion the name of the assertion
 * @param arguments the assertion's arguments, as they were checked when it was saved, with its secrets in
 *     clear text
 * @param timeout how long it may take
 */
public record CheckContext(String assertion, JsonObject arguments, Duration timeout) {

    /** Without the values of the arguments, because any of them may be a secret. */
    @Override
    public String toString() {
        return "\"" + assertion + "\" with " + arguments.keySet();
    }

    /** A text among the arguments; the fallback if it is not there. */
    public String text(String argument, String fallback) {
        return arguments.get(argument) instanceof JsonString text ? text.getString() : fallback;
    }

    /** A whole number among the arguments; the fallback if it is not there. */
    public long number(String argument, long fallback) {
        return arguments.get(argument) instanceof JsonNumber number ? number.longValue() : fallback;
    }
}
