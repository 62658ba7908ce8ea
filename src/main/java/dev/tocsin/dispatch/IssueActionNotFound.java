package dev.tocsin.dispatch;

/** There is no action of that id. */
public class IssueActionNotFound extends RuntimeException {

    public IssueActionNotFound(long id) {
        super("There is no action " + id + " of an issue");
    }
}
