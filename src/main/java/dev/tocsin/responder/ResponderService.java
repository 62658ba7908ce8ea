package dev.tocsin.responder;

import static dev.tocsin.security.Permission.ADMINISTER;
import static dev.tocsin.security.Permission.READ;

import dev.tocsin.dispatch.ActionPlanner;
import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Page;
import dev.tocsin.platform.Problems;
import dev.tocsin.security.AuditTrail;
import dev.tocsin.security.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes, changes, deletes and finds responders. Whatever is saved applies to the issues that are open
 * already: what a new action asks for is planned for them; what a changed or deleted one had planned is
 * cancelled. Takes part in the caller's transaction if there is one.
 */
@ApplicationScoped
public class ResponderService {

    @PersistenceContext(unitName = "tocsin")
    private EntityManager em;

    @Inject
    private ResponderJson json;

    @Inject
    private DraftSecrets secrets;

    @Inject
    private ActionPlanner planner;

    @Inject
    private Database database;

    @Inject
    private Ids ids;

    @Inject
    private Clock clock;

    @Inject
    private Event<ResponderSaved> saved;

    @Inject
    private AuditTrail audit;

    /** @throws InvalidInput naming everything that is wrong */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = InvalidInput.class)
    public Responder create(JsonValue wanted) {
        return create(json.read(wanted));
    }

    /** @throws InvalidInput naming everything that is wrong */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = InvalidInput.class)
    public Responder create(ResponderDraft wanted) {
        Responder responder = create(wanted, null);
        audit.record("responder.create", subject(responder), JsonValue.NULL, json(responder));
        saved.fire(new ResponderSaved(responder.id()));
        return responder;
    }

    /** In the caller's transaction; tells nobody. The digest is that of the file's entry, or null. */
    Responder create(ResponderDraft wanted, String fileDigest) {
        json.check(wanted);
        for (int i = 0; i < wanted.actions().size(); i++) {
            refuseId(wanted.actions().get(i), i, "a new responder's actions have none");
        }
        holdAll();
        refuseTakenName(wanted.name(), null);
        Responder responder = new Responder(ids.next(), clock.instant());
        responder.fromFile(fileDigest);
        apply(secrets.sealed(wanted, List.of()), responder, nextRevision());
        em.persist(responder);
        em.flush();
        return responder;
    }

    /**
     * Replaces what a responder is. An action keeps its identity, and with it what it has executed, if the
     * draft names its id or has one that does just the same; any other is new, and is executed for the open
     * issues too.
     *
     * @param expectedVersion null to replace it whatever it is now
     * @throws ResponderNotFound if there is none of that id
     * @throws ResponderChanged if it is not at that version
     * @throws InvalidInput naming everything that is wrong
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {InvalidInput.class, ResponderNotFound.class, ResponderChanged.class})
    public Responder update(long id, Long expectedVersion, ResponderDraft wanted) {
        json.check(wanted);
        Responder responder = locked(id, expectedVersion);
        refuseToRename(responder, wanted);
        JsonValue before = json(responder);
        replace(responder, wanted);
        em.flush();
        audit.record("responder.update", subject(responder), before, json(responder));
        saved.fire(new ResponderSaved(id));
        return responder;
    }

    /** In the caller's transaction; tells nobody. The digest is that of the file's entry. */
    void update(long id, ResponderDraft wanted, String fileDigest) {
        json.check(wanted);
        Responder responder = locked(id, null);
        responder.fromFile(fileDigest);
        replace(responder, wanted);
        em.flush();
    }

    /**
     * The current key has become another, and with it the digest of its file's entry, though the entry has not:
     * it is encrypted with that key from now on. In the caller's transaction; tells nobody.
     */
    void encryptAnew(long id, String fileDigest) {
        Responder responder = locked(id, null);
        responder.fromFile(fileDigest);
        responder.actions().forEach(action -> action.encryptedAs(secrets.current(action)));
        em.flush();
    }

    /**
     * Disables one whose entry has left the file, in the caller's transaction; tells nobody. It is not
     * checked: the actions that it names may have left the application too.
     */
    void leaveFile(long id) {
        Responder responder = locked(id, null);
        responder.fromFile(null);
        if (responder.enabled()) {
            apply(responder.draft().disabled(), responder, nextRevision());
        }
        em.flush();
    }

    private void replace(Responder responder, ResponderDraft wanted) {
        for (int i = 0; i < wanted.actions().size(); i++) {
            Long stepId = wanted.actions().get(i).id();
            if (stepId != null && responder.actions().stream().noneMatch(action -> action.id() == stepId)) {
                refuseId(wanted.actions().get(i), i, "responder " + responder.id() + " has no such action");
            }
        }
        refuseTakenName(wanted.name(), responder);
        apply(secrets.sealed(wanted, responder.actions()), responder, nextRevision());
    }

    /**
     * Deletes a responder. What it did stays in the history; what it had planned is cancelled.
     *
     * @param expectedVersion null to delete it whatever it is now
     * @throws ResponderNotFound if there is none of that id
     * @throws ResponderChanged if it is not at that version
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {ResponderNotFound.class, ResponderChanged.class})
    public void delete(long id, Long expectedVersion) {
        Responder responder = locked(id, expectedVersion);
        nextRevision();
        audit.record("responder.delete", subject(responder), json(responder), JsonValue.NULL);
        em.remove(responder);
        em.flush();
        planner.cancelOf(id, action -> "responder " + id + " was deleted");
        saved.fire(new ResponderSaved(id));
    }

    /**
     * Enables or disables one, and leaves the rest of it as it is. What it is told to be already, it stays.
     *
     * @throws ResponderNotFound if there is none of that id
     * @throws InvalidInput if it is to be enabled, but names what the application no longer has
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {InvalidInput.class, ResponderNotFound.class})
    public Responder switchTo(long id, boolean enabled) {
        Responder responder = locked(id, null);
        if (responder.enabled() == enabled) {
            return responder;
        }
        if (enabled) {
            // As it is shown: of a secret that is stored, nothing is to be checked.
            json.check(responder.shown());
        }
        JsonValue before = json(responder);
        apply(responder.draft().switchedTo(enabled), responder, nextRevision());
        em.flush();
        audit.record("responder.update", subject(responder), before, json(responder));
        saved.fire(new ResponderSaved(id));
        return responder;
    }

    @Needs(READ)
    @InTransaction
    public Optional<Responder> find(long id) {
        return Optional.ofNullable(em.find(Responder.class, id));
    }

    /** By its name. Index: tocsin_responder_name. */
    @Needs(READ)
    @InTransaction
    public Optional<Responder> find(String name) {
        return em.createQuery("SELECT r FROM Responder r WHERE r.name = :name", Responder.class)
                .setParameter("name", name)
                .getResultStream()
                .findFirst();
    }

    /** In the order in which they were made. Index: the primary key; the actions by tocsin_responder_action_by_responder. */
    @Needs(READ)
    @InTransaction
    public Page<Responder> list(Cursor after, int limit) {
        if (limit < 1 || limit > Page.MOST) {
            throw new InvalidInput("limit", "is " + limit + "; needed is a number from 1 to " + Page.MOST);
        }
        List<Responder> rows = em.createQuery(
                        "SELECT r FROM Responder r WHERE r.id > :after ORDER BY r.id", Responder.class)
                .setParameter("after", after == null ? Long.valueOf(Long.MIN_VALUE) : Long.valueOf(after.id()))
                .setMaxResults(limit + 1)
                .setHint("eclipselink.batch", "r.actions")
                .getResultList();
        return Page.of(rows, limit, responder -> new Cursor(Instant.EPOCH, responder.id()));
    }

    /** Those of a file. Index: tocsin_responder_from_file. */
    boolean anyFromFile() {
        return !database.query(
                        "SELECT id FROM tocsin_responder WHERE file_digest IS NOT NULL FETCH FIRST 1 ROW ONLY",
                        row -> row.getLong(1))
                .isEmpty();
    }

    /** Nobody saves, deletes or names a responder until the caller's transaction ends. */
    void holdAll() {
        database.query("SELECT revision FROM tocsin_responder_revision FOR UPDATE", row -> row.getLong(1));
    }

    /** Those that have a name. */
    List<Responder> named() {
        return em.createQuery("SELECT r FROM Responder r WHERE r.name IS NOT NULL ORDER BY r.id", Responder.class)
                .setHint("eclipselink.batch", "r.actions")
                .getResultList();
    }

    /** All are held before the one, by everybody: two who save cannot wait for each other. */
    private Responder locked(long id, Long expectedVersion) {
        holdAll();
        Responder responder = em.find(Responder.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (responder == null) {
            throw new ResponderNotFound(id);
        }
        if (expectedVersion != null && expectedVersion != responder.version()) {
            throw new ResponderChanged(id, expectedVersion, responder.version());
        }
        return responder;
    }

    /** The row lock makes revisions visible in their order: who has seen one has seen all before it. */
    private long nextRevision() {
        database.update("UPDATE tocsin_responder_revision SET revision = revision + 1");
        return database.query("SELECT revision FROM tocsin_responder_revision", row -> row.getLong(1))
                .get(0);
    }

    private void apply(ResponderDraft wanted, Responder responder, long revision) {
        boolean watchesElse = !Objects.equals(responder.watchPattern(), wanted.watchPattern())
                || responder.enabled() != wanted.enabled();
        responder.set(wanted, revision, clock.instant());
        List<ResponderAction> old = new ArrayList<>(responder.actions());
        List<ResponderAction> left = new ArrayList<>(old);
        List<ResponderAction> actions = new ArrayList<>();
        Map<Long, String> cancelled = new HashMap<>();
        for (int i = 0; i < wanted.actions().size(); i++) {
            ResponderDraft.Step step = wanted.actions().get(i);
            ResponderAction action = sameAs(step, left, wanted)
                    .map(kept -> changed(kept, step, responder.id(), revision, cancelled))
                    .orElseGet(() -> created(step, revision));
            left.remove(action);
            action.moveTo(i);
            actions.add(action);
        }
        left.forEach(gone -> cancelled.put(gone.id(), "the action was removed from responder " + responder.id()));
        if (watchesElse && !old.isEmpty()) {
            actions.forEach(action -> action.changedAt(revision));
            String why = "responder " + responder.id() + (wanted.enabled() ? " was changed" : " was disabled");
            planner.cancelOf(responder.id(), action -> cancelled.getOrDefault(action, why));
        } else {
            planner.cancelOf(responder.id(), cancelled);
        }
        responder.actionsToChange().removeAll(left);
        actions.stream().filter(action -> !old.contains(action)).forEach(responder.actionsToChange()::add);
        responder.actionsToChange().sort(java.util.Comparator.comparingInt(ResponderAction::position));
    }

    /** By its id, or else one that nobody names and that does just the same. */
    private Optional<ResponderAction> sameAs(
            ResponderDraft.Step step, List<ResponderAction> left, ResponderDraft wanted) {
        if (step.id() != null) {
            return left.stream().filter(action -> action.id() == step.id()).findFirst();
        }
        List<Long> named = wanted.actions().stream()
                .map(ResponderDraft.Step::id)
                .filter(Objects::nonNull)
                .toList();
        return left.stream()
                .filter(action -> !named.contains(action.id()) && secrets.isSame(action, step))
                .findFirst();
    }

    /** @param cancelled gets why what is planned of it is cancelled, if it does not do the same any more */
    private ResponderAction changed(
            ResponderAction action,
            ResponderDraft.Step step,
            long responderId,
            long revision,
            Map<Long, String> cancelled) {
        if (secrets.isSame(action, step)) {
            action.encryptedAs(step.functionKwargs());
        } else {
            action.set(step, revision);
            cancelled.put(action.id(), "the action of responder " + responderId + " was changed");
        }
        return action;
    }

    private ResponderAction created(ResponderDraft.Step step, long revision) {
        ResponderAction action = new ResponderAction(ids.next());
        action.set(step, revision);
        return action;
    }

    /** The names are held, in this transaction. Index: tocsin_responder_name. */
    private void refuseTakenName(String name, Responder owner) {
        if (name == null) {
            return;
        }
        database.query("SELECT id FROM tocsin_responder WHERE name = ?", row -> row.getLong(1), name).stream()
                .filter(id -> owner == null || owner.id() != id)
                .forEach(id -> {
                    throw new InvalidInput(
                            "name",
                            "is " + Problems.shown(name) + ", as that of responder " + id
                                    + " is; choose another, or change that one");
                });
    }

    /** The name is what the file knows it by: under another, it would be made once more at the next start. */
    private static void refuseToRename(Responder responder, ResponderDraft wanted) {
        if (responder.fileDigest() != null && !responder.name().equals(Optional.ofNullable(wanted.name()))) {
            throw new InvalidInput(
                    "name",
                    "is " + (wanted.name() == null ? "null" : Problems.shown(wanted.name()))
                            + "; the application ships this responder in " + ResponderFile.PATH + " as "
                            + Problems.shown(responder.name().orElse("")) + ", so it has to keep that name");
        }
    }

    private static String subject(Responder responder) {
        return responder.id() + " " + responder.name().orElse(responder.watchPattern());
    }

    /** As the audit trail tells it. */
    private static JsonObject json(Responder responder) {
        JsonArrayBuilder actions = Json.provider().createArrayBuilder();
        responder
                .actions()
                .forEach(action -> actions.add(Json.provider()
                        .createObjectBuilder()
                        .add("target_function", action.targetFunction())
                        .add("function_kwargs", action.functionKwargs())
                        .add("delay_sec", action.delaySec())));
        return Json.provider()
                .createObjectBuilder()
                .add("name", responder.name().orElse(""))
                .add("watch_pattern", responder.watchPattern())
                .add("allow_retry", responder.allowRetry())
                .add("enabled", responder.enabled())
                .add("actions", actions)
                .build();
    }

    private static void refuseId(ResponderDraft.Step step, int index, String why) {
        if (step.id() != null) {
            throw new InvalidInput("actions[" + index + "].id", "is " + step.id() + "; " + why);
        }
    }
}
