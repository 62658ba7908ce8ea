package dev.tocsin.issue;

import java.time.Instant;

/**
 * What happens to issues, as CDI events that any bean can observe.
 *
 * <p>They are fired inside the transaction that records them. A plain {@code @Observes} method takes
 * part in that transaction: what it writes is committed with the issue, or not at all. One that throws
 * does not keep an issue from being recorded: the issue is recorded again without its observers, and
 * matched against the responders by the next sweep. Where the database ends the transaction for another's sake (a
 * deadlock), it is begun again, and with it its observers. Use {@code @Observes(during = AFTER_SUCCESS)} for
 * what should happen once the issue is there.
 *
 * <p>Callers that open issues at the same moment may share a transaction, and are then observed in the thread
 * of one of them: what happened is in the event, not in the thread. An observer that fails fails for its own
 * issue only.
 */
public final class IssueEvents {

    private IssueEvents() {}

    /**
     * A new issue.
     *
     * @param record null if it is about none
     * @param revision the revision of the responders that it has to be matched against at least
     */
    public record Opened(long id, String name, RecordRef record, Instant at, long revision) {}

    /**
     * An open issue was seen again: once, or in a storm many times since the event before.
     *
     * @param openedAt when it was created, or last reopened
     * @param occurrences how often it has now been seen
     */
    public record Occurred(long id, String name, RecordRef record, Instant at, Instant openedAt, long occurrences) {}

    /** A closed issue is open again. */
    public record Reopened(long id, String name, RecordRef record, Instant at, Actor by, String reason) {}

    /**
     * An issue is no longer open.
     *
     * @param status {@link IssueStatus#RESOLVED} or {@link IssueStatus#WONT_FIX}
     */
    public record Closed(
            long id, String name, RecordRef record, Instant at, IssueStatus status, Actor by, String reason) {}
}
