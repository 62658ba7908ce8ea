package dev.tocsin.issue;

/** In which order issues are listed. */
public enum IssueOrder {
    /** By the time of their creation, the newest first. */
    NEWEST("i.createdAt DESC, i.id DESC"),
    /** By the time of their creation, the oldest first. */
    OLDEST("i.createdAt, i.id"),
    /** Those seen last first, of the newest {@link IssueQuery#WINDOW}: one page. */
    LAST_SEEN("i.lastSeenAt DESC, i.id DESC"),
    /** Those seen most often first, of the newest {@link IssueQuery#WINDOW}: one page. */
    OCCURRENCES("i.occurrences DESC, i.id DESC");

    private final String by;

    IssueOrder(String by) {
        this.by = by;
    }

    String by() {
        return by;
    }

    /** Whether a page can begin where the one before it ended. */
    boolean isPaged() {
        return this == NEWEST || this == OLDEST;
    }
}
