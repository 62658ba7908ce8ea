package dev.tocsin.dispatch;

import java.util.Locale;

/** Where one response to one issue is. */
public enum IssueActionState {
    /** Waits for its due time, or for its next attempt. */
    PLANNED,
    /** A node runs it. */
    RUNNING,
    /** Done. */
    SUCCEEDED,
    /** Every attempt failed; it can be run again by hand. */
    FAILED,
    /** Will not run: the issue was closed, its responder changed, or a person said so. */
    CANCELLED;

    /** Whether nothing more happens to it by itself. */
    public boolean ended() {
        return this != PLANNED && this != RUNNING;
    }

    /** As the API names it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
