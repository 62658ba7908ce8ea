package dev.tocsin.issue;

import java.time.Instant;

/** Issues for tests of other packages, as the service would hand them out. */
public final class TestIssues {

    public static final Instant OPENED_AT = Instant.parse("2026-11-23T12:34:56Z");

    private TestIssues() {}

    public static Issue open(long id, String name) {
        return open(id, name, null, null);
    }

    /** @param details a map, a record, a list, a text, a JsonValue; null for none */
    public static Issue open(long id, String name, Object details, RecordRef record) {
        return Issue.opened(id, NewIssue.of(name, details, record), OPENED_AT, Actor.CODE, 1);
    }

    public static Issue resolved(long id, String name) {
        Issue issue = open(id, name);
        issue.resolve(OPENED_AT.plusSeconds(60), Actor.CODE, null);
        return issue;
    }

    public static Issue reopened(long id, String name) {
        Issue issue = resolved(id, name);
        issue.reopen(OPENED_AT.plusSeconds(120), Actor.CODE, null, 1);
        return issue;
    }
}
