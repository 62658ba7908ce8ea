package dev.tocsin.issue;

import java.util.Locale;

/** An issue cannot go from the status it has to the one that was asked for. */
public class IllegalStatusChange extends IllegalStateException {

    IllegalStatusChange(long id, IssueStatus from, IssueStatus to) {
        super("Issue " + id + " is " + word(from) + " and cannot become " + word(to)
                + (from == IssueStatus.WONT_FIX ? "; reopen it first" : ""));
    }

    private static String word(IssueStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
