package dev.tocsin.dispatch;

import dev.tocsin.platform.JsonColumn;
import dev.tocsin.platform.Sealed;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Optional;

/**
 * One response to one issue: what is planned, runs, or was done. It keeps what it runs, so the history
 * stays readable when the responder is changed or deleted.
 */
@Entity
@Table(name = "tocsin_issue_action")
public class IssueAction {

    @Id
    private long id;

    @Column(name = "issue_id")
    private long issueId;

    @Column(name = "responder_id")
    private long responderId;

    @Column(name = "watch_pattern")
    private String watchPattern;

    @Column(name = "target_function")
    private String targetFunction;

    @Convert(converter = JsonColumn.class)
    @Column(name = "function_kwargs")
    private JsonValue functionKwargs;

    @Enumerated(EnumType.STRING)
    private IssueActionState state;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "due_at")
    private Instant dueAt;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "executed_at")
    private Instant executedAt;

    private Boolean success;

    @Convert(converter = JsonColumn.class)
    private JsonValue details;

    private int attempts;

    @Column(name = "tries_left")
    private int triesLeft;

    @Enumerated(EnumType.STRING)
    @Column(name = "cancel_cause")
    private CancelCause cancelCause;

    @Column(name = "cancelled_at")
    private Instant cancelledAt;

    private String node;

    @Column(name = "idempotency_key")
    private String idempotencyKey;

    /** For JPA. */
    protected IssueAction() {}

    /** By hand: due at once, with as many tries as a new one, under the same idempotency key. */
    void runAgain(Instant now, int tries) {
        if (state != IssueActionState.FAILED && state != IssueActionState.CANCELLED) {
            throw new IllegalActionChange("Action " + id + " is " + state.word()
                    + "; only one that failed or was cancelled can be run again");
        }
        state = IssueActionState.PLANNED;
        dueAt = now;
        triesLeft = tries;
        executedAt = null;
        success = null;
        details = JsonValue.NULL;
        cancelCause = null;
        cancelledAt = null;
    }

    /** By hand. */
    void cancel(Instant now, String why) {
        if (state == IssueActionState.CANCELLED) {
            return;
        }
        if (state != IssueActionState.PLANNED) {
            throw new IllegalActionChange(
                    "Action " + id + " is " + state.word() + "; only a planned one can be cancelled");
        }
        state = IssueActionState.CANCELLED;
        cancelCause = CancelCause.BY_HAND;
        cancelledAt = now;
        details = Completion.note("cancelled", why);
    }

    public long id() {
        return id;
    }

    public long issueId() {
        return issueId;
    }

    public long responderId() {
        return responderId;
    }

    /** The responder's pattern as it was. */
    public String watchPattern() {
        return watchPattern;
    }

    public String targetFunction() {
        return targetFunction;
    }

    /** {@code ********} stands for each secret. */
    public JsonValue functionKwargs() {
        if (functionKwargs instanceof JsonObject object) {
            return Sealed.masked(object);
        }
        return functionKwargs == null ? JsonValue.NULL : functionKwargs;
    }

    public IssueActionState state() {
        return state;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** When it is, or was, to start; after a failed attempt, when the next one is. */
    public Instant dueAt() {
        return dueAt;
    }

    /** When its last attempt started. */
    public Optional<Instant> startedAt() {
        return Optional.ofNullable(startedAt);
    }

    /** When its last attempt ended, once nothing more happens. */
    public Optional<Instant> executedAt() {
        return Optional.ofNullable(executedAt);
    }

    public Optional<Boolean> success() {
        return Optional.ofNullable(success);
    }

    /** What the action returned, its last error, or why it was cancelled. */
    public JsonValue details() {
        return details == null ? JsonValue.NULL : details;
    }

    /** How often it was started. */
    public int attempts() {
        return attempts;
    }

    /** While it is cancelled: when that was; where its last attempt led to it, that is when it ended. */
    public Optional<Instant> cancelledAt() {
        return state == IssueActionState.CANCELLED
                ? Optional.ofNullable(cancelledAt).or(this::executedAt)
                : Optional.empty();
    }

    /** The node that runs it now. */
    public Optional<String> node() {
        return Optional.ofNullable(node);
    }

    public String idempotencyKey() {
        return idempotencyKey;
    }
}
