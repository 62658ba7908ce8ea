package dev.tocsin.dispatch;

import dev.tocsin.platform.Text;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Locale;

/**
 * How one attempt ended.
 *
 * @param error what went wrong; null for a success
 */
record Outcome(ClaimedAction action, Kind kind, Instant at, JsonValue details, String error) {

    private static final int MOST_ERROR = 4000;

    /** The ways an attempt can end. */
    enum Kind {
        SUCCEEDED,
        FAILED,
        /** Failed in a way that trying again cannot mend. */
        REFUSED,
        TIMED_OUT,
        /** The node that ran it died, as far as anyone can tell. */
        ABANDONED,
        /** It did not begin, because its issue had been closed: no attempt. */
        WITHDRAWN,
        /** The node stopped and could not wait for it, or could not begin it: does not count as a try. */
        INTERRUPTED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    static Outcome succeeded(ClaimedAction action, Instant at, JsonValue details) {
        return new Outcome(action, Kind.SUCCEEDED, at, details, null);
    }

    static Outcome failed(ClaimedAction action, Kind kind, Instant at, String error) {
        String most = error.length() <= MOST_ERROR ? error : error.substring(0, MOST_ERROR);
        return new Outcome(action, kind, at, JsonValue.NULL, Text.visible(most));
    }

    /** The same, with what the database said instead of what the action said. */
    Outcome without(String refusal) {
        JsonValue note =
                kind == Kind.SUCCEEDED ? Completion.note("result_not_kept", "the database refused it") : details;
        return new Outcome(action, kind, at, note, error == null ? null : "(not kept: " + Text.visible(refusal) + ")");
    }
}
