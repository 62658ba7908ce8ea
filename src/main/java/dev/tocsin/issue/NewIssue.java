package dev.tocsin.issue;

import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import jakarta.json.JsonValue;

/**
 * What is needed to open an issue, checked: an instance can be stored.
 *
 * @param name what went wrong, the same each time it does; responders watch for it
 * @param details anything that helps, as JSON; JSON null for none
 * @param record the record that it is about; null for none
 */
public record NewIssue(String name, JsonValue details, RecordRef record) {

    /** The greatest length of a name, in UTF-16 units. */
    public static final int MOST_NAME = 500;

    /** The greatest size of the details, as JSON text, in characters. */
    public static final int MOST_DETAILS = 262_144;

    /** @throws dev.tocsin.platform.InvalidInput naming everything that is wrong */
    public NewIssue {
        details = details == null ? JsonValue.NULL : details;
        Problems problems = new Problems();
        check(name, details, "", problems);
        problems.throwIfAny();
    }

    /** @param details a map, a public record, a list, a text, a JsonValue; null for none */
    public static NewIssue of(String name, Object details, RecordRef record) {
        return new NewIssue(name, Json.of(details, "details"), record);
    }

    /** Says what would be wrong with such an issue. */
    public static void check(String name, JsonValue details, String path, Problems problems) {
        Text.checkFilled(name, Problems.path(path, "name"), MOST_NAME, problems);
        Json.check(details, Problems.path(path, "details"), MOST_DETAILS, problems);
    }
}
