package dev.tocsin.issue;

import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.JsonColumn;
import jakarta.json.JsonValue;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/**
 * A named problem: its status, its times, how often it was seen, details, and the record that it is
 * about if it is about one. Callers get it as it was when it was read; {@link IssueService} changes it.
 */
@Entity
@Table(name = "tocsin_issue")
public class Issue {

    @Id
    private long id;

    private String name;

    @Enumerated(EnumType.STRING)
    private IssueStatus status;

    @Convert(converter = JsonColumn.class)
    private JsonValue details;

    @Embedded
    private RecordRef record;

    private long occurrences;
    private boolean regressed;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "opened_at")
    private Instant openedAt;

    @Column(name = "last_seen_at")
    private Instant lastSeenAt;

    @Column(name = "resolved_at")
    private Instant resolvedAt;

    @Column(name = "opened_by")
    private String openedBy;

    private String fingerprint;

    @Column(name = "once_key")
    private String onceKey;

    private long revision;

    /** For JPA. */
    protected Issue() {}

    /** A new one, open. */
    static Issue opened(long id, NewIssue what, Instant now, Actor by, long revision) {
        return opened(id, what, Fingerprint.of(what), now, by, revision);
    }

    static Issue opened(long id, NewIssue what, String fingerprint, Instant now, Actor by, long revision) {
        Issue issue = new Issue();
        issue.id = id;
        issue.name = what.name();
        issue.status = IssueStatus.OPEN;
        issue.details = what.details();
        issue.record = what.record();
        issue.occurrences = 1;
        issue.createdAt = now;
        issue.openedAt = now;
        issue.lastSeenAt = now;
        issue.openedBy = by.text();
        issue.fingerprint = fingerprint;
        issue.revision = revision;
        return issue;
    }

    /**
     * One that is in no database: to show what an action would do about an issue of that name.
     *
     * @throws dev.tocsin.platform.InvalidInput if no issue can have that name
     */
    public static Issue example(String name, Instant now) {
        return opened(0, NewIssue.of(name, null, null), now, Actor.CODE, 0);
    }

    /** From a row with all columns. */
    static Issue read(ResultSet row) throws SQLException {
        Issue issue = new Issue();
        issue.id = row.getLong("id");
        issue.name = row.getString("name");
        issue.status = IssueStatus.valueOf(row.getString("status"));
        issue.details = JsonColumn.read(row.getString("details"));
        String type = row.getString("record_type");
        issue.record = type == null ? null : RecordRef.of(type, row.getString("record_id"));
        issue.occurrences = row.getLong("occurrences");
        issue.regressed = row.getBoolean("regressed");
        issue.createdAt = InstantColumn.read(row, "created_at");
        issue.openedAt = InstantColumn.read(row, "opened_at");
        issue.lastSeenAt = InstantColumn.read(row, "last_seen_at");
        issue.resolvedAt = InstantColumn.read(row, "resolved_at");
        issue.openedBy = row.getString("opened_by");
        issue.fingerprint = row.getString("fingerprint");
        issue.onceKey = row.getString("once_key");
        issue.revision = row.getLong("revision");
        return issue;
    }

    /** The same after it was seen so many more times. */
    Issue seenAgain(long times, Instant last) {
        Issue issue = new Issue();
        issue.id = id;
        issue.name = name;
        issue.status = status;
        issue.details = details;
        issue.record = record;
        issue.occurrences = occurrences + times;
        issue.regressed = regressed;
        issue.createdAt = createdAt;
        issue.openedAt = openedAt;
        issue.lastSeenAt = last;
        issue.resolvedAt = resolvedAt;
        issue.openedBy = openedBy;
        issue.fingerprint = fingerprint;
        issue.onceKey = onceKey;
        issue.revision = revision;
        return issue;
    }

    /** Makes it the only open one that {@code openOnce} may create of its name and record. */
    void holdOnceKey() {
        onceKey = fingerprint;
    }

    StatusChange resolve(Instant now, Actor by, String reason) {
        StatusChange change = become(IssueStatus.RESOLVED, now, by, reason);
        resolvedAt = now;
        onceKey = null;
        return change;
    }

    StatusChange wontFix(Instant now, Actor by, String reason) {
        StatusChange change = become(IssueStatus.WONT_FIX, now, by, reason);
        onceKey = null;
        return change;
    }

    /** Delays count from now: who reopens an old issue does not want its whole escalation at once. */
    StatusChange reopen(Instant now, Actor by, String reason, long atRevision) {
        StatusChange change = become(IssueStatus.OPEN, now, by, reason);
        openedAt = now;
        resolvedAt = null;
        regressed = true;
        revision = atRevision;
        return change;
    }

    private StatusChange become(IssueStatus next, Instant now, Actor by, String reason) {
        if (!status.canBecome(next)) {
            throw new IllegalStatusChange(id, status, next);
        }
        StatusChange change = new StatusChange(id, now, status, next, by, reason);
        status = next;
        return change;
    }

    public long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public IssueStatus status() {
        return status;
    }

    public boolean isOpen() {
        return status == IssueStatus.OPEN;
    }

    /** JSON null if there are none. */
    public JsonValue details() {
        return details == null ? JsonValue.NULL : details;
    }

    public Optional<RecordRef> record() {
        return Optional.ofNullable(record).filter(ref -> ref.type() != null);
    }

    /** How often it was seen: once when it was opened, and with each {@code openOnce} since. */
    public long occurrences() {
        return occurrences;
    }

    /** Whether it was reopened. */
    public boolean regressed() {
        return regressed;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** When it was created, or last reopened: what the delays of its actions count from. */
    public Instant openedAt() {
        return openedAt;
    }

    public Instant lastSeenAt() {
        return lastSeenAt;
    }

    public Optional<Instant> resolvedAt() {
        return Optional.ofNullable(resolvedAt);
    }

    /** Who opened it, as {@link Actor#text()}. */
    public String openedBy() {
        return openedBy;
    }

    /** The revision of the responders that it was matched against. */
    public long revision() {
        return revision;
    }

    String fingerprint() {
        return fingerprint;
    }

    String onceKey() {
        return onceKey;
    }

    RecordRef recordOrNull() {
        return record().orElse(null);
    }

    @Override
    public String toString() {
        return "issue " + id + " \"" + name + "\" (" + status + ")";
    }
}
