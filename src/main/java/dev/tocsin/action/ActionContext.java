package dev.tocsin.action;

import dev.tocsin.issue.Issue;
import dev.tocsin.platform.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Instant;
import java.util.List;

/**
 * What an action is told.
 *
 * @param issue the issue, as it was just before the action started
 * @param arguments the responder's {@code function_kwargs}, with its secrets in clear text
 * @param idempotencyKey the same for every attempt at this planned action, across crashes and nodes;
 *     for the receiver to recognise a repetition by
 * @param attempt which attempt this is, from 1
 * @param startedAt when this attempt started; a resolve of the issue had not committed then
 * @param watchPattern the pattern of the responder that matched
 * @param link where a person finds the issue; on its page; without pages, in the REST API; without both, the address of the application
 */
public record ActionContext(
        Issue issue,
        JsonObject arguments,
        String idempotencyKey,
        int attempt,
        Instant startedAt,
        String watchPattern,
        URI link) {

    /** A text among the arguments; null if it is not there. */
    public String text(String argument) {
        return arguments.get(argument) instanceof JsonString text ? text.getString() : null;
    }

    /** One text or a list of texts; empty if it is not there. */
    public List<String> texts(String argument) {
        JsonValue value = arguments.get(argument);
        if (value instanceof JsonString text) {
            return List.of(text.getString());
        }
        if (value instanceof JsonArray list) {
            return list.stream()
                    .map(item -> item instanceof JsonString text ? text.getString() : item.toString())
                    .toList();
        }
        return List.of();
    }

    /** Without the values of the arguments, because any of them may be a secret. */
    @Override
    public String toString() {
        return "attempt " + attempt + " for " + issue + " with " + arguments.keySet();
    }

    /** The issue's details as text, for people. */
    public String detailsText() {
        JsonValue details = issue.details();
        if (details == JsonValue.NULL) {
            return "";
        }
        return details instanceof JsonString text ? text.getString() : Json.pretty(details);
    }
}
