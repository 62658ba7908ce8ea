package dev.tocsin.api;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads the parameters of an address, and refuses those that nobody asked for: a filter that is misspelt
 * must not answer with everything.
 */
final class QueryParameters {

    private static final int STANDARD_LIMIT = 50;
    private static final int MOST_TEXT = 1000;

    private final UriInfo address;
    private final Set<String> known = new LinkedHashSet<>();
    private final Problems problems = new Problems();

    QueryParameters(UriInfo address) {
        this.address = address;
    }

    /** Null if it is not there. */
    String text(String name) {
        known.add(name);
        List<String> values = address.getQueryParameters().getOrDefault(name, List.of());
        if (values.size() > 1) {
            problems.add(name, "is given " + values.size() + " times; needed is one");
        }
        if (values.isEmpty() || values.get(0).isEmpty()) {
            return null;
        }
        Text.check(values.get(0), name, MOST_TEXT, problems);
        return values.get(0);
    }

    <E extends Enum<E>> E word(String name, Class<E> type) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(text)) {
                return constant;
            }
        }
        problems.add(
                name,
                "is " + Problems.shown(text) + "; needed is one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(QueryParameters::word)
                                .collect(Collectors.joining(", ")));
        return null;
    }

    /** As the API names a constant. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    Instant time(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            if (time.getYear() >= 1 && time.getYear() <= 9999) {
                return time.toInstant();
            }
        } catch (DateTimeParseException notATime) {
            // refused below, as one that no database can hold is
        }
        problems.add(name, "is " + Problems.shown(text) + "; needed is a time such as 2026-11-23T20:15:00Z (ISO 8601)");
        return null;
    }

    Long id(String name) {
        String text = text(name);
        if (text == null) {
            return null;
        }
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException e) {
            problems.add(name, "is " + Problems.shown(text) + "; needed is an id, which is a whole number");
            return null;
        }
    }

    int limit() {
        String text = text("limit");
        if (text == null) {
            return STANDARD_LIMIT;
        }
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= Page.MOST) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, as one out of bounds is
        }
        problems.add("limit", "is " + Problems.shown(text) + "; needed is a whole number from 1 to " + Page.MOST);
        return STANDARD_LIMIT;
    }

    Cursor after() {
        String text = text("after");
        if (text == null) {
            return null;
        }
        try {
            return Cursor.parse(text, "after");
        } catch (InvalidInput e) {
            problems.add("after", e.problems().get(0).message());
            return null;
        }
    }

    /** To be called once all have been read. */
    void refuseWrongOnes() {
        List<Problem> all = new ArrayList<>(problems.all());
        address.getQueryParameters().keySet().stream()
                .filter(name -> !known.contains(name))
                .forEach(name -> all.add(new Problem(
                        Text.visible(name),
                        known.isEmpty()
                                ? "is not known here; there are no parameters"
                                : "is not known here; known are " + String.join(", ", known))));
        if (!all.isEmpty()) {
            throw ApiProblem.badParameters(all);
        }
    }
}
