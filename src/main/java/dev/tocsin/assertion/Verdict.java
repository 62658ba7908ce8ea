package dev.tocsin.assertion;

import dev.tocsin.platform.Json;
import jakarta.json.JsonValue;

/**
 * What a check found: it passed, or it failed with details. Not that it could not find out; for that, a
 * check throws.
 *
 * @param outcome which of the two
 * @param details what the issue is to say; JSON null for nothing
 */
public record Verdict(Outcome outcome, JsonValue details) {

    /** What can come of a check. */
    public enum Outcome {
        PASSED,
        FAILED
    }

    private static final Verdict PASSED = new Verdict(Outcome.PASSED, JsonValue.NULL);
    private static final Verdict FAILED = new Verdict(Outcome.FAILED, JsonValue.NULL);

    public static Verdict passed() {
        return PASSED;
    }

    public static Verdict failed() {
        return FAILED;
    }

    /**
     * @param details a map, a public record, a list, a text or a JsonValue
     * @throws dev.tocsin.platform.InvalidInput if it cannot be written as JSON
     */
    public static Verdict failed(Object details) {
        return new Verdict(Outcome.FAILED, Json.of(details, "details"));
    }

    public static Verdict of(boolean passed) {
        return passed ? PASSED : FAILED;
    }

    public boolean isPassed() {
        return outcome == Outcome.PASSED;
    }
}
