package dev.tocsin.issue;

import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.Json;
import dev.tocsin.security.AuditTrail;
import dev.tocsin.security.CurrentCaller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** The changes of status, each in one transaction with everything that follows from it. */
@ApplicationScoped
class IssueLife {

    static final int CHUNK = 500;

    @Inject
    private IssueFinder finder;

    @Inject
    private Ids ids;

    @Inject
    private Clock clock;

    @Inject
    private WatchRevision revision;

    @Inject
    private Event<Object> events;

    @Inject
    private CurrentCaller caller;

    @Inject
    private AuditTrail audit;

    /** Resolving what is resolved changes nothing, so that a program may repeat itself. */
    @InTransaction(dontRollbackOn = {IssueNotFound.class, IllegalStatusChange.class})
    public Issue resolve(long id, Actor by, String reason) {
        Issue issue = finder.locked(id).orElseThrow(() -> new IssueNotFound(id));
        if (issue.status() != IssueStatus.RESOLVED) {
            close(issue, issue.resolve(now(), by, reason), by, reason);
        }
        return issue;
    }

    /** The open ones, as they are now. */
    @InTransaction
    public List<Long> open(String name, RecordRef record) {
        return finder.open(Fingerprint.of(name, record));
    }

    /**
     * @param ids in their order, so that two who do so at once do not wait for each other
     * @return how many were open
     */
    @InTransaction
    public int resolveEach(List<Long> ids, Actor by, String reason) {
        List<Issue> resolved = resolveThese(ids, by, reason);
        recordBulk(resolved.isEmpty() ? "" : resolved.get(0).name(), resolved.size(), reason);
        return resolved.size();
    }

    /** @return those that were open */
    private List<Issue> resolveThese(List<Long> ids, Actor by, String reason) {
        List<Issue> open = finder.lockedOpen(ids);
        for (Issue issue : open) {
            close(issue, issue.resolve(now(), by, reason), by, reason);
        }
        finder.forget();
        return open;
    }

    @InTransaction(dontRollbackOn = IssueNotFound.class)
    public Issue wontFix(long id, Actor by, String reason) {
        Issue issue = finder.locked(id).orElseThrow(() -> new IssueNotFound(id));
        if (issue.status() != IssueStatus.WONT_FIX) {
            close(issue, issue.wontFix(now(), by, reason), by, reason);
        }
        return issue;
    }

    @InTransaction(dontRollbackOn = IssueNotFound.class)
    public Issue reopen(long id, Actor by, String reason) {
        Issue issue = finder.locked(id).orElseThrow(() -> new IssueNotFound(id));
        if (!issue.isOpen()) {
            Instant now = now();
            keep(issue.reopen(now, by, reason, revision.known()));
            events.fire(new IssueEvents.Reopened(issue.id(), issue.name(), issue.recordOrNull(), now, by, reason));
        }
        return issue;
    }

    @InTransaction
    public Optional<Issue> reopenNewest(String name, RecordRef record, Actor by, String reason) {
        return finder.newest(Fingerprint.of(name, record)).map(issue -> reopen(issue.id(), by, reason));
    }

    /** What a person or a program does to many at once; of a single one, and of code, its own history tells. */
    private void recordBulk(String first, int count, String reason) {
        if (count > 1 && caller.get().isPresent()) {
            JsonObjectBuilder done = Json.provider().createObjectBuilder().add("issues", count);
            if (reason != null) {
                done.add("reason", reason);
            }
            audit.record("issues.resolve", first, JsonValue.NULL, done.build());
        }
    }

    private void close(Issue issue, StatusChange change, Actor by, String reason) {
        keep(change);
        events.fire(new IssueEvents.Closed(
                issue.id(), issue.name(), issue.recordOrNull(), change.at(), change.to(), by, reason));
    }

    /** The issue's row is changed before anyone hears of it: its lock orders what they do. */
    private void keep(StatusChange change) {
        finder.keep(change.as(ids.next()));
        finder.write();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
