package dev.tocsin.dispatch;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** One attempt at an action: when, how it ended, and the error if it failed. */
@Entity
@Table(name = "tocsin_attempt")
@IdClass(Attempt.Key.class)
public class Attempt {

    /** An action, and the number of the attempt at it. */
    public static class Key implements Serializable {
        private long issueActionId;
        private int number;

        /** For JPA. */
        public Key() {}

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && issueActionId == that.issueActionId && number == that.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(issueActionId, number);
        }
    }

    @Id
    @Column(name = "issue_action_id")
    private long issueActionId;

    @Id
    private int number;

    @Column(name = "started_at")
    private Instant startedAt;

    @Column(name = "finished_at")
    private Instant finishedAt;

    private String outcome;
    private String error;
    private String node;

    /** For JPA. */
    protected Attempt() {}

    /** The one that is under way, which is kept in the action itself. */
    static Attempt running(IssueAction action) {
        Attempt attempt = new Attempt();
        attempt.issueActionId = action.id();
        attempt.number = action.attempts();
        attempt.startedAt = action.startedAt().orElse(null);
        attempt.outcome = "RUNNING";
        attempt.node = action.node().orElse(null);
        return attempt;
    }

    public long issueActionId() {
        return issueActionId;
    }

    /** From 1. */
    public int number() {
        return number;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Empty while it runs. */
    public Optional<Instant> finishedAt() {
        return Optional.ofNullable(finishedAt);
    }

    /** {@code running}, {@code succeeded}, {@code failed}, {@code refused}, {@code timed_out}, {@code abandoned} or {@code interrupted}. */
    public String outcome() {
        return outcome.toLowerCase(Locale.ROOT);
    }

    public Optional<String> error() {
        return Optional.ofNullable(error);
    }

    /** The node that made it. */
    public String node() {
        return node;
    }
}
