package dev.tocsin.issue;

import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/** One change of an issue's status: when, from what, to what, by whom, why. */
@Entity
@Table(name = "tocsin_status_change")
public class StatusChange {

    /** The greatest length of a reason. */
    public static final int MOST_REASON = 2000;

    @Id
    private long id;

    @Column(name = "issue_id")
    private long issueId;

    private Instant at;

    @Enumerated(EnumType.STRING)
    @Column(name = "from_status")
    private IssueStatus from;

    @Enumerated(EnumType.STRING)
    @Column(name = "to_status")
    private IssueStatus to;

    @Column(name = "changed_by")
    private String by;

    private String reason;

    /** For JPA. */
    protected StatusChange() {}

    StatusChange(long issueId, Instant at, IssueStatus from, IssueStatus to, Actor by, String reason) {
        this.issueId = issueId;
        this.at = at;
        this.from = from;
        this.to = to;
        this.by = by.text();
        this.reason = reason;
    }

    /**
     * A reason as it is kept: null if it says nothing.
     *
     * @throws dev.tocsin.platform.InvalidInput if it cannot be stored
     */
    public static String checkedReason(String reason) {
        if (reason == null || reason.isBlank()) {
            return null;
        }
        Problems problems = new Problems();
        Text.check(reason, "reason", MOST_REASON, problems);
        problems.throwIfAny();
        return reason;
    }

    /** How an issue began, which is kept in the issue itself. */
    static StatusChange opening(Issue issue) {
        StatusChange opening = new StatusChange();
        opening.issueId = issue.id();
        opening.at = issue.createdAt();
        opening.to = IssueStatus.OPEN;
        opening.by = issue.openedBy();
        return opening;
    }

    StatusChange as(long newId) {
        this.id = newId;
        return this;
    }

    public long issueId() {
        return issueId;
    }

    public Instant at() {
        return at;
    }

    /** Empty for the opening. */
    public Optional<IssueStatus> from() {
        return Optional.ofNullable(from);
    }

    public IssueStatus to() {
        return to;
    }

    /** As {@link Actor#text()}. */
    public String by() {
        return by;
    }

    public Optional<String> reason() {
        return Optional.ofNullable(reason);
    }
}
