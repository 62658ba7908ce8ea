package dev.tocsin.dispatch;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;

/**
 * Which actions to list, newest first. A filter that is null does not filter.
 *
 * @param limit the most actions to return, from 1 to {@link Page#MOST}
 * @param after where the page before it ended
 */
public record IssueActionQuery(IssueActionState state, Long issueId, Long responderId, int limit, Cursor after) {

    public IssueActionQuery {
        if (limit < 1 || limit > Page.MOST) {
            throw new InvalidInput("limit", "is " + limit + "; needed is a number from 1 to " + Page.MOST);
        }
    }
}
