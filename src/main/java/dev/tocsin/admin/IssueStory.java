package dev.tocsin.admin;

import dev.tocsin.dispatch.Attempt;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.issue.Burst;
import dev.tocsin.issue.StatusChange;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Everything that happened to an issue, in one line: its changes of status, its bursts of occurrences, and for each
 * action what was planned, each attempt, and how it ended. Pure.
 */
final class IssueStory {

    /** What an entry tells of. */
    enum Kind {
        OPENED,
        STATUS,
        BURST,
        ATTEMPT,
        CANCELLED,
        PLANNED
    }

    /**
     * One entry.
     *
     * @param sign the word that its icon and colour follow from: a status of issues, or a state of actions
     * @param until where the entry is a span of time, its end
     * @param by who did it; null where nobody did
     * @param text why, or with what error; null for nothing
     * @param count occurrences, or the number of the attempt
     * @param action the action that it is about; null for none
     */
    public record Entry(
            Kind kind, String sign, Instant at, Instant until, String by, String text, long count, IssueAction action) {

        public String getKind() {
            return kind.name().toLowerCase(Locale.ROOT);
        }
    }

    private final List<Entry> past = new ArrayList<>();
    private final List<Entry> next = new ArrayList<>();

    IssueStory(
            List<StatusChange> changes,
            List<Burst> bursts,
            List<IssueAction> actions,
            Map<Long, List<Attempt>> attempts) {
        changes.forEach(this::add);
        // The first burst is the opening itself, unless more came of it.
        bursts.stream()
                .filter(burst -> burst.occurrences() > 1 || burst != bursts.get(0))
                .forEach(burst -> past.add(new Entry(
                        Kind.BURST,
                        "open",
                        burst.startedAt(),
                        burst.endedAt(),
                        null,
                        null,
                        burst.occurrences(),
                        null)));
        actions.forEach(action -> add(action, attempts.getOrDefault(action.id(), List.of())));
        past.sort(Comparator.comparing(Entry::at));
        next.sort(Comparator.comparing(Entry::at));
    }

    private void add(StatusChange change) {
        boolean opening = change.from().isEmpty();
        past.add(new Entry(
                opening ? Kind.OPENED : Kind.STATUS,
                change.to().name().toLowerCase(Locale.ROOT),
                change.at(),
                null,
                change.by(),
                change.reason().orElse(null),
                0,
                null));
    }

    private void add(IssueAction action, List<Attempt> attempts) {
        for (Attempt attempt : attempts) {
            past.add(new Entry(
                    Kind.ATTEMPT,
                    sign(attempt),
                    attempt.startedAt(),
                    attempt.finishedAt().orElse(null),
                    attempt.node(),
                    attempt.error().orElse(null),
                    attempt.number(),
                    action));
        }
        if (action.state() == IssueActionState.CANCELLED) {
            past.add(new Entry(
                    Kind.CANCELLED,
                    "cancelled",
                    action.cancelledAt().orElse(action.createdAt()),
                    null,
                    null,
                    why(action.details()),
                    0,
                    action));
        } else if (action.state() == IssueActionState.PLANNED) {
            next.add(new Entry(
                    Kind.PLANNED,
                    "planned",
                    action.dueAt(),
                    null,
                    null,
                    attempts.isEmpty()
                            ? null
                            : attempts.get(attempts.size() - 1).error().orElse(null),
                    attempts.size() + 1L,
                    action));
        }
    }

    private static String sign(Attempt attempt) {
        return switch (attempt.outcome()) {
            case "succeeded" -> "succeeded";
            case "running" -> "running";
            case "interrupted", "withdrawn" -> "cancelled";
            default -> "failed";
        };
    }

    private static String why(JsonValue details) {
        return details instanceof JsonObject object && object.get("cancelled") instanceof JsonString text
                ? text.getString()
                : null;
    }

    /** Oldest first. */
    List<Entry> past() {
        return past;
    }

    /** What is to come, soonest first. */
    List<Entry> next() {
        return next;
    }
}
