package dev.tocsin.issue;

import java.time.Instant;

/**
 * Which issues are meant. What is null does not filter.
 *
 * @param text a part of the name, in any case, or a record's whole id. It is looked for among the newest {@link
 *     IssueQuery#WINDOW} issues that the rest of the filter leaves; the page after them goes on with the next
 * @param responderId the responder that planned an action for it; looked for as {@code text} is
 * @param openedAfter created at that time or later
 * @param openedBefore created before that time
 */
public record IssueFilter(
        IssueStatus status,
        String name,
        String namePrefix,
        String text,
        String recordType,
        String recordId,
        Long responderId,
        Instant openedAfter,
        Instant openedBefore) {

    public static final IssueFilter ANY = new IssueFilter(null, null, null, null, null, null, null, null, null);

    public IssueFilter withStatus(IssueStatus wanted) {
        return new IssueFilter(
                wanted, name, namePrefix, text, recordType, recordId, responderId, openedAfter, openedBefore);
    }

    public IssueFilter withName(String wanted) {
        return new IssueFilter(
                status, wanted, namePrefix, text, recordType, recordId, responderId, openedAfter, openedBefore);
    }

    public IssueFilter withRecord(RecordRef wanted) {
        return new IssueFilter(
                status, name, namePrefix, text, wanted.type(), wanted.id(), responderId, openedAfter, openedBefore);
    }

    /** Whether it asks for what no index has. */
    boolean isLookedFor() {
        return text != null || responderId != null;
    }
}
