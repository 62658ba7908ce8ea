package dev.tocsin.issue;

import java.util.Map;
import java.util.Set;

/** Where an issue is in its life. */
public enum IssueStatus {
    /** The problem is there. */
    OPEN,
    /** The problem is gone; the next {@code openOnce} opens a new issue. */
    RESOLVED,
    /** Closed for good; {@code openOnce} does not bring it back. */
    WONT_FIX;

    private static final Map<IssueStatus, Set<IssueStatus>> ALLOWED = Map.of(
            OPEN, Set.of(RESOLVED, WONT_FIX),
            RESOLVED, Set.of(OPEN, WONT_FIX),
            WONT_FIX, Set.of(OPEN));

    /** Whether an issue of this status may be given that one. */
    public boolean canBecome(IssueStatus next) {
        return ALLOWED.get(this).contains(next);
    }
}
