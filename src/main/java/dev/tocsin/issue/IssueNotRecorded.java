package dev.tocsin.issue;

/** The database took no issue: the only reason for which recording one fails after its arguments were accepted. */
public class IssueNotRecorded extends RuntimeException {

    IssueNotRecorded(String name, Throwable cause) {
        super("The issue \"" + name + "\" was not recorded: " + dev.tocsin.platform.StartUp.rootMessage(cause), cause);
    }
}
