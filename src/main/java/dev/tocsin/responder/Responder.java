package dev.tocsin.responder;

import dev.tocsin.platform.Sealed;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What to do about issues whose name matches a pattern. Made by {@link ResponderService}, which also
 * applies it to the issues that are open already.
 */
@Entity
@Table(name = "tocsin_responder")
public class Responder {

    @Id
    private long id;

    private String name;

    @Column(name = "file_digest")
    private String fileDigest;

    @Column(name = "watch_pattern")
    private String watchPattern;

    @Column(name = "allow_retry")
    private boolean allowRetry;

    private boolean enabled;
    private long revision;

    @Version
    private long version;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @OneToMany(cascade = CascadeType.ALL, orphanRemoval = true, fetch = FetchType.EAGER)
    @JoinColumn(name = "responder_id", nullable = false)
    @OrderBy("position")
    private List<ResponderAction> actions = new ArrayList<>();

    /** For JPA. */
    protected Responder() {}

    Responder(long id, Instant now) {
        this.id = id;
        this.createdAt = now;
    }

    void set(ResponderDraft wanted, long newRevision, Instant now) {
        name = wanted.name();
        watchPattern = wanted.watchPattern();
        allowRetry = wanted.allowRetry();
        enabled = wanted.enabled();
        revision = newRevision;
        updatedAt = now;
    }

    /** The digest of the file's entry that it was made from; null if it is in no file, or no longer. */
    void fromFile(String newDigest) {
        fileDigest = newDigest;
    }

    /** Whether the application ships it in a file, by which it keeps its name. */
    public boolean isShipped() {
        return fileDigest != null;
    }

    String fileDigest() {
        return fileDigest;
    }

    /** As it is, with the ids of its actions, and its secrets encrypted. */
    ResponderDraft draft() {
        return new ResponderDraft(
                name,
                watchPattern,
                allowRetry,
                enabled,
                actions.stream()
                        .map(action -> new ResponderDraft.Step(
                                action.id(), action.targetFunction(), action.storedKwargs(), action.delaySec()))
                        .toList());
    }

    /** As it is, with a marker in place of each secret. */
    ResponderDraft shown() {
        ResponderDraft stored = draft();
        return new ResponderDraft(
                stored.name(),
                stored.watchPattern(),
                stored.allowRetry(),
                stored.enabled(),
                stored.actions().stream()
                        .map(step -> new ResponderDraft.Step(
                                step.id(),
                                step.targetFunction(),
                                Sealed.masked(step.functionKwargs()),
                                step.delaySec()))
                        .toList());
    }

    /** The list that JPA watches. */
    List<ResponderAction> actionsToChange() {
        return actions;
    }

    public long id() {
        return id;
    }

    /** Unlike that of any other. */
    public Optional<String> name() {
        return Optional.ofNullable(name);
    }

    /** Matched at the start of the name, in RE2's syntax. */
    public String watchPattern() {
        return watchPattern;
    }

    /** Whether its actions run again at a new occurrence, or when the issue is reopened. */
    public boolean allowRetry() {
        return allowRetry;
    }

    public boolean enabled() {
        return enabled;
    }

    long revision() {
        return revision;
    }

    /** Rises with each change: for optimistic locking. */
    public long version() {
        return version;
    }

    public Instant createdAt() {
        return createdAt;
    }

    public Instant updatedAt() {
        return updatedAt;
    }

    /** In the order of their definition. */
    public List<ResponderAction> actions() {
        return Collections.unmodifiableList(actions);
    }

    @Override
    public String toString() {
        return "responder " + id + " watching for " + watchPattern;
    }
}
