package dev.tocsin.issue;

import java.util.Optional;

/**
 * What {@code openOnce} did.
 *
 * @param outcome which of the three
 * @param counted the issue whose occurrences rose, or that was created
 */
public record Occurrence(Outcome outcome, Issue counted) {

    /** What can come of it. */
    public enum Outcome {
        /** A new issue is open. */
        CREATED,
        /** It was open already; its occurrences rose. */
        ALREADY_OPEN,
        /** It is won't-fix: nothing was opened; its occurrences rose. */
        SUPPRESSED
    }

    /** Of an issue that was there. */
    static Occurrence again(Issue issue) {
        return new Occurrence(issue.isOpen() ? Outcome.ALREADY_OPEN : Outcome.SUPPRESSED, issue);
    }

    public boolean created() {
        return outcome == Outcome.CREATED;
    }

    public boolean suppressed() {
        return outcome == Outcome.SUPPRESSED;
    }

    /** The open issue; empty if it is won't-fix. */
    public Optional<Issue> issue() {
        return suppressed() ? Optional.empty() : Optional.of(counted);
    }
}
