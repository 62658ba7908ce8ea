package dev.tocsin.dispatch;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Page;

/**
 * Which actions to list. A filter that is null does not filter.
 *
 * @param targetFunction the name of the action. It, and the state of the actions of a responder, are looked for among
 *     the first {@link #WINDOW} that the rest of the filter leaves; the page after them goes on with the next
 * @param soonestFirst in the order in which they are due, for planned ones; else newest first
 * @param limit the most actions to return, from 1 to {@link Page#MOST}
 * @param after where the page before it ended
 */
public record IssueActionQuery(
        IssueActionState state,
        Long issueId,
        Long responderId,
        String targetFunction,
        boolean soonestFirst,
        int limit,
        Cursor after) {

    /** How many actions a page looks at, where there is no index for what is asked. */
    public static final int WINDOW = 20_000;

    public IssueActionQuery {
        if (limit < 1 || limit > Page.MOST) {
            throw new InvalidInput("limit", "is " + limit + "; needed is a number from 1 to " + Page.MOST);
        }
    }

    /** Newest first, of any name. */
    public IssueActionQuery(IssueActionState state, Long issueId, Long responderId, int limit, Cursor after) {
        this(state, issueId, responderId, null, false, limit, after);
    }
}
