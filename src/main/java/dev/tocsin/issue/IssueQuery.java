package dev.tocsin.issue;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;
import java.time.Instant;

/**
 * Which issues to list, newest first. A filter that is null does not filter.
 *
 * @param openedAfter created at that time or later
 * @param openedBefore created before that time
 * @param limit the most issues to return, from 1 to {@link Page#MOST}
 * @param after where the page before it ended
 */
public record IssueQuery(
        IssueStatus status,
        String name,
        String namePrefix,
        String recordType,
        String recordId,
        Instant openedAfter,
        Instant openedBefore,
        int limit,
        Cursor after) {

    public IssueQuery {
        if (limit < 1 || limit > Page.MOST) {
            throw new InvalidInput("limit", "is " + limit + "; needed is a number from 1 to " + Page.MOST);
        }
    }

    /** The newest ones, of any kind. */
    public static IssueQuery newest(int limit) {
        return new IssueQuery(null, null, null, null, null, null, null, limit, null);
    }

    public IssueQuery withStatus(IssueStatus wanted) {
        return new IssueQuery(wanted, name, namePrefix, recordType, recordId, openedAfter, openedBefore, limit, after);
    }

    public IssueQuery withName(String wanted) {
        return new IssueQuery(
                status, wanted, namePrefix, recordType, recordId, openedAfter, openedBefore, limit, after);
    }

    public IssueQuery withRecord(RecordRef wanted) {
        return new IssueQuery(
                status, name, namePrefix, wanted.type(), wanted.id(), openedAfter, openedBefore, limit, after);
    }

    public IssueQuery after(Cursor cursor) {
        return new IssueQuery(status, name, namePrefix, recordType, recordId, openedAfter, openedBefore, limit, cursor);
    }
}
