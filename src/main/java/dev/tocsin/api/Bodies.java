package dev.tocsin.api;

import dev.tocsin.action.Action;
import dev.tocsin.dispatch.Attempt;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.OpenName;
import dev.tocsin.issue.StatusChange;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Page;
import dev.tocsin.responder.Responder;
import dev.tocsin.responder.ResponderAction;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The JSON that the API answers with, field by field and in order. Written by hand, so that neither the
 * settings of a host application's JSON binding nor a renamed method can change it.
 */
final class Bodies {

    /** ISO 8601 in UTC, always with microseconds: so that times sort as texts, too. */
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private Bodies() {}

    static JsonObjectBuilder issue(Issue issue) {
        return object().add("id", issue.id())
                .add("name", issue.name())
                .add("status", QueryParameters.word(issue.status()))
                .add("details", issue.details())
                .add(
                        "record",
                        issue.record()
                                .<JsonValue>map(record -> object().add("type", record.type())
                                        .add("id", record.id())
                                        .build())
                                .orElse(JsonValue.NULL))
                .add("occurrences", issue.occurrences())
                .add("regressed", issue.regressed())
                .add("created_at", time(issue.createdAt()))
                .add("last_seen_at", time(issue.lastSeenAt()))
                .add("resolved_at", time(issue.resolvedAt().orElse(null)));
    }

    /** What became of an issue, for one who may not read it. */
    static JsonObjectBuilder receipt(Issue issue) {
        return object().add("id", issue.id())
                .add("status", QueryParameters.word(issue.status()))
                .add("resolved_at", time(issue.resolvedAt().orElse(null)));
    }

    static JsonValue statusChange(StatusChange change) {
        return object().add("at", time(change.at()))
                .add("from", text(change.from().map(QueryParameters::word)))
                .add("to", QueryParameters.word(change.to()))
                .add("by", change.by())
                .add("reason", text(change.reason()))
                .build();
    }

    static JsonValue action(IssueAction action, List<Attempt> attempts) {
        return object().add("id", action.id())
                .add("issue_id", action.issueId())
                .add("responder_id", action.responderId())
                .add("watch_pattern", action.watchPattern())
                .add("target_function", action.targetFunction())
                .add("function_kwargs", action.functionKwargs())
                .add("state", action.state().word())
                .add("due_at", time(action.dueAt()))
                .add("executed_at", time(action.executedAt().orElse(null)))
                .add(
                        "success",
                        action.success()
                                .map(done -> done ? JsonValue.TRUE : JsonValue.FALSE)
                                .orElse(JsonValue.NULL))
                .add("details", action.details())
                .add("idempotency_key", action.idempotencyKey())
                .add("attempts", list(attempts, Bodies::attempt))
                .build();
    }

    private static JsonValue attempt(Attempt attempt) {
        return object().add("started_at", time(attempt.startedAt()))
                .add("finished_at", time(attempt.finishedAt().orElse(null)))
                .add("outcome", attempt.outcome())
                .add("error", text(attempt.error()))
                .add("node", attempt.node())
                .build();
    }

    static JsonValue responder(Responder responder) {
        return object().add("id", responder.id())
                .add("name", text(responder.name()))
                .add("watch_pattern", responder.watchPattern())
                .add("allow_retry", responder.allowRetry())
                .add("enabled", responder.enabled())
                .add("actions", list(responder.actions(), Bodies::responderAction))
                .build();
    }

    private static JsonValue responderAction(ResponderAction action) {
        return object().add("id", action.id())
                .add("target_function", action.targetFunction())
                .add("function_kwargs", action.functionKwargs())
                .add("delay_sec", action.delaySec())
                .build();
    }

    static JsonValue openName(OpenName issue) {
        return object().add("id", issue.id())
                .add("name", issue.name())
                .add("created_at", time(issue.createdAt()))
                .build();
    }

    static JsonValue kind(Action action) {
        return object().add("name", action.name())
                .add("aliases", list(action.aliases().stream().sorted().toList(), Json.provider()::createValue))
                .add("description", action.description())
                .add("arguments", arguments(action.arguments()))
                .build();
    }

    /** Null if any are accepted. */
    static JsonValue arguments(Arguments arguments) {
        return arguments
                .declared()
                .<JsonValue>map(declared -> list(declared, Bodies::argument))
                .orElse(JsonValue.NULL);
    }

    private static JsonValue argument(Argument argument) {
        return object().add("name", argument.name())
                .add("type", argument.type().word())
                .add("required", argument.required())
                .add("secret", argument.secret())
                .add("description", argument.description())
                .add("choices", list(argument.choices(), Json.provider()::createValue))
                .build();
    }

    /** With a link to the next page: the same address, after the last item of this one. */
    static <T> String page(Page<T> page, UriInfo address, Function<T, JsonValue> item) {
        JsonValue next = page.next()
                .<JsonValue>map(cursor -> {
                    URI uri = address.getRequestUriBuilder()
                            .replaceQueryParam("after", cursor.text())
                            .build();
                    return Json.provider().createValue(uri.getRawPath() + "?" + uri.getRawQuery());
                })
                .orElse(JsonValue.NULL);
        return object().add("items", list(page.items(), item))
                .add("next", next)
                .build()
                .toString();
    }

    static <T> JsonArray list(Collection<T> items, Function<T, ? extends JsonValue> item) {
        JsonArrayBuilder list = Json.provider().createArrayBuilder();
        items.forEach(each -> list.add(item.apply(each)));
        return list.build();
    }

    static JsonObjectBuilder object() {
        return Json.provider().createObjectBuilder();
    }

    static JsonValue time(Instant time) {
        return time == null ? JsonValue.NULL : Json.provider().createValue(TIME.format(time));
    }

    static JsonValue text(Optional<String> text) {
        return text.<JsonValue>map(Json.provider()::createValue).orElse(JsonValue.NULL);
    }
}
