package dev.tocsin.issue;

/** There is no issue of that id. */
public class IssueNotFound extends RuntimeException {

    public IssueNotFound(long id) {
        super("There is no issue " + id);
    }
}
