package dev.tocsin.issue;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;

/**
 * Which issues to list, and in which order.
 *
 * @param limit the most issues to return, from 1 to {@link Page#MOST}
 * @param after where the page before it ended
 */
public record IssueQuery(IssueFilter filter, IssueOrder order, int limit, Cursor after) {

    /** How many issues a page looks at, where there is no index for what is asked. */
    public static final int WINDOW = 50_000;

    public IssueQuery {
        if (limit < 1 || limit > Page.MOST) {
            throw new InvalidInput("limit", "is " + limit + "; needed is a number from 1 to " + Page.MOST);
        }
    }

    /** The newest ones, of any kind. */
    public static IssueQuery newest(int limit) {
        return new IssueQuery(IssueFilter.ANY, IssueOrder.NEWEST, limit, null);
    }

    public IssueQuery withStatus(IssueStatus wanted) {
        return new IssueQuery(filter.withStatus(wanted), order, limit, after);
    }

    public IssueQuery withName(String wanted) {
        return new IssueQuery(filter.withName(wanted), order, limit, after);
    }

    public IssueQuery withRecord(RecordRef wanted) {
        return new IssueQuery(filter.withRecord(wanted), order, limit, after);
    }

    public IssueQuery after(Cursor cursor) {
        return new IssueQuery(filter, order, limit, cursor);
    }
}
