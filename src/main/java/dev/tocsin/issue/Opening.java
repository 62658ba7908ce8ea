package dev.tocsin.issue;

/**
 * A wish to open an issue.
 *
 * @param once not if it is open, or won't-fix
 */
public record Opening(NewIssue issue, boolean once) {

    public static Opening always(NewIssue issue) {
        return new Opening(issue, false);
    }

    public static Opening once(NewIssue issue) {
        return new Opening(issue, true);
    }
}
