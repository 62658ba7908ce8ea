package dev.tocsin.assertion;

import static dev.tocsin.security.Permission.ADMINISTER;
import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;

import dev.tocsin.job.Job;
import dev.tocsin.job.Jobs;
import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Page;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import dev.tocsin.security.AuditTrail;
import dev.tocsin.security.Needs;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * Makes, changes, deletes, finds and checks assertions. Those that code declares by {@link Asserts} are
 * made by themselves.
 *
 * <pre>{@code
 * @Inject AssertionService assertions;
 *
 * int failing = assertions.check();
 * }</pre>
 */
@ApplicationScoped
public class AssertionService {

    /** The job that checks assertions. */
    public static final String JOB = "check-assertions";

    private static final String BY_NAME = "assertion";
    private static final String BY_IDS = "assertions";
    private static final int MOST_AT_ONCE = 10_000;

    @PersistenceContext(unitName = "tocsin")
    private EntityManager em;

    @Inject
    private AssertionJson json;

    @Inject
    private AssertionRuns runs;

    @Inject
    private RecordParts parts;

    @Inject
    private Jobs jobs;

    @Inject
    private Database database;

    @Inject
    private Ids ids;

    @Inject
    private Clock clock;

    @Inject
    private AuditTrail audit;

    /** Checks every assertion that is enabled, and waits for it. @return how many are failing */
    @Needs(OPERATE)
    public int check() {
        return ended(jobs.start(JOB, JsonValue.EMPTY_JSON_OBJECT));
    }

    /**
     * Checks one assertion, enabled or not, and waits for it.
     *
     * @return its state
     * @throws AssertionNotFound if there is none of that name
     */
    @Needs(OPERATE)
    public AssertionState check(String name) {
        if (find(name).isEmpty()) {
            throw new AssertionNotFound(name);
        }
        ended(jobs.start(JOB, of(BY_NAME, name)));
        // Not by way of the caller's transaction, which may have read it before.
        return runs.state(name).orElseThrow(() -> new AssertionNotFound(name));
    }

    private int ended(long jobId) {
        Job job = jobs.awaitEnd(jobId);
        if (job.status() != dev.tocsin.job.JobStatus.COMPLETED) {
            throw new IllegalStateException("Job " + jobId + " did not complete: " + job.message());
        }
        return (int) runs.ofJob(jobId).stream()
                .filter(run -> run.state() == AssertionState.FAILING)
                .count();
    }

    /**
     * Starts the job, and does not wait for it.
     *
     * @param name null for every assertion that is enabled
     * @return the id of the job
     * @throws AssertionNotFound if there is none of that name
     */
    @Needs(OPERATE)
    public long start(String name) {
        if (name != null && find(name).isEmpty()) {
            throw new AssertionNotFound(name);
        }
        return jobs.start(JOB, name == null ? JsonValue.EMPTY_JSON_OBJECT : of(BY_NAME, name));
    }

    /** The same, for those that are taken in the transaction that enters the job; without any, there is no job. */
    void startDue(LongFunction<Collection<Long>> take) {
        jobs.start(
                JOB,
                jobId -> Optional.of(take.apply(jobId))
                        .filter(ids -> !ids.isEmpty())
                        .map(ids -> of(BY_IDS, ids.stream().map(String::valueOf).collect(Collectors.joining(",")))));
    }

    private static JsonObject of(String parameter, String value) {
        return Json.provider().createObjectBuilder().add(parameter, value).build();
    }

    /** What a job is to check. @throws AssertionNotFound if it names one that there is not */
    @Needs(READ)
    @InTransaction
    public List<Assertion> ofJob(long jobId) {
        JsonObject parameters = jobs.find(jobId).parameters();
        if (parameters.containsKey(BY_IDS)) {
            List<Long> wanted = java.util.Arrays.stream(
                            parameters.getString(BY_IDS).split(","))
                    .map(Long::valueOf)
                    .toList();
            return em.createQuery("SELECT a FROM Assertion a WHERE a.id IN :ids ORDER BY a.name", Assertion.class)
                    .setParameter("ids", wanted)
                    .getResultList();
        }
        String name = parameters.getString(BY_NAME, "");
        if (!name.isEmpty()) {
            return List.of(find(name).orElseThrow(() -> new AssertionNotFound(name)));
        }
        return em.createQuery(
                        "SELECT a FROM Assertion a WHERE a.enabled = TRUE AND a.present = TRUE ORDER BY a.name",
                        Assertion.class)
                .setMaxResults(MOST_AT_ONCE)
                .getResultList();
    }

    /** @throws InvalidInput naming everything that is wrong */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = InvalidInput.class)
    public Assertion create(JsonValue wanted) {
        return create(json.read(wanted));
    }

    /** @throws InvalidInput naming everything that is wrong */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = InvalidInput.class)
    public Assertion create(Definition wanted) {
        json.check(wanted);
        lock();
        refuseTaken(wanted.name(), null);
        Assertion assertion = new Assertion(ids.next(), json.sealed(wanted, null), false, clock.instant());
        em.persist(assertion);
        em.flush();
        audit.record("assertion.create", wanted.name(), JsonValue.NULL, told(assertion.definition()));
        return assertion;
    }

    /**
     * Replaces what an assertion is. Of one that code declares, when it is checked and whether it is enabled
     * can be changed, for good; the rest is the code's.
     *
     * @param expectedVersion null to replace it whatever it is now
     * @throws AssertionNotFound if there is none of that id
     * @throws AssertionChanged if it is not at that version
     * @throws InvalidInput naming everything that is wrong
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {InvalidInput.class, AssertionNotFound.class, AssertionChanged.class})
    public Assertion update(long id, Long expectedVersion, Definition wanted) {
        lock();
        Assertion assertion = locked(id, expectedVersion);
        if (assertion.present()) {
            json.check(wanted);
        }
        if (assertion.declared()) {
            refuseWhatCodeDeclares(assertion.definition(), wanted);
        }
        refuseTaken(wanted.name(), id);
        JsonValue before = told(assertion.definition());
        assertion.change(json.sealed(wanted, assertion.storedDefinition()), clock.instant());
        em.flush();
        audit.record("assertion.update", assertion.name(), before, told(assertion.definition()));
        return assertion;
    }

    private static void refuseWhatCodeDeclares(Definition is, Definition wanted) {
        Problems problems = new Problems();
        Map<String, Function<Definition, Object>> fields = new java.util.LinkedHashMap<>();
        fields.put("name", Definition::name);
        fields.put("check_function", Definition::checkFunction);
        fields.put("arguments", Definition::arguments);
        fields.put("entity_type", Definition::records);
        fields.put("attempts", Definition::attempts);
        fields.put("timeout", Definition::timeout);
        fields.put("max_issues", Definition::maxIssues);
        fields.forEach((field, value) -> {
            if (!Objects.equals(value.apply(is), value.apply(wanted))) {
                problems.add(
                        field,
                        "cannot be changed here, because the assertion is declared in code; its schedule and enabled can");
            }
        });
        problems.throwIfAny();
    }

    /**
     * Deletes an assertion and the history of its runs; its issues stay as they are. One that code declares is
     * there again after the next start.
     *
     * @param expectedVersion null to delete it whatever it is now
     * @throws AssertionNotFound if there is none of that id
     * @throws AssertionChanged if it is not at that version
     */
    @Needs(ADMINISTER)
    @InTransaction(dontRollbackOn = {AssertionNotFound.class, AssertionChanged.class})
    public void delete(long id, Long expectedVersion) {
        Assertion assertion = locked(id, expectedVersion);
        audit.record("assertion.delete", assertion.name(), told(assertion.definition()), JsonValue.NULL);
        em.remove(assertion);
        em.flush();
    }

    /** As the audit trail tells it. */
    private static JsonValue told(Definition definition) {
        JsonObjectBuilder told = Json.provider()
                .createObjectBuilder()
                .add("name", definition.name())
                .add("check_function", definition.checkFunction())
                .add("arguments", definition.arguments())
                .add("schedule", definition.schedule().toString())
                .add("enabled", definition.enabled())
                .add("attempts", definition.attempts())
                .add("timeout", definition.timeout())
                .add("max_issues", definition.maxIssues());
        if (definition.records() != null) {
            told.add("records", definition.records().toString());
        }
        return told.build();
    }

    @Needs(READ)
    @InTransaction
    public Optional<Assertion> find(long id) {
        return Optional.ofNullable(em.find(Assertion.class, id));
    }

    /** Index: the unique key of the name. */
    @Needs(READ)
    @InTransaction
    public Optional<Assertion> find(String name) {
        if (!Text.isStorable(name)) {
            return Optional.empty();
        }
        return em
                .createQuery("SELECT a FROM Assertion a WHERE a.name = :name", Assertion.class)
                .setParameter("name", name)
                .getResultList()
                .stream()
                .findFirst();
    }

    /**
     * In the order in which they were made. Index: the primary key.
     *
     * @param state null for any
     */
    @Needs(READ)
    @InTransaction
    public Page<Assertion> list(AssertionState state, Cursor after, int limit) {
        if (limit < 1 || limit > Page.MOST) {
            throw new InvalidInput("limit", "is " + limit + "; needed is a number from 1 to " + Page.MOST);
        }
        TypedQuery<Assertion> select = em.createQuery(
                "SELECT a FROM Assertion a WHERE a.id > :after" + (state == null ? "" : " AND a.state = :state")
                        + " ORDER BY a.id",
                Assertion.class);
        select.setParameter("after", after == null ? Long.valueOf(Long.MIN_VALUE) : Long.valueOf(after.id()));
        if (state != null) {
            select.setParameter("state", state);
        }
        return Page.of(
                select.setMaxResults(limit + 1).getResultList(),
                limit,
                assertion -> new Cursor(Instant.EPOCH, assertion.id()));
    }

    /** The last run of each of these that has ended. */
    @Needs(READ)
    public Map<Long, AssertionRun> lastRuns(Collection<Assertion> assertions) {
        return runs
                .find(assertions.stream()
                        .map(Assertion::lastRunId)
                        .filter(Objects::nonNull)
                        .toList())
                .stream()
                .collect(Collectors.toMap(AssertionRun::assertionId, run -> run));
    }

    /** The job that is checking it at this moment; empty if none is. */
    @Needs(READ)
    public Optional<Long> runningJob(Assertion assertion) {
        return Optional.ofNullable(assertion.runningRunId()).flatMap(runs::find).map(AssertionRun::jobId);
    }

    /** Its last runs, newest first, up to a hundred. */
    @Needs(READ)
    public List<AssertionRun> history(long id) {
        return runs.latest(id, 100);
    }

    /** The newest so many runs of each of these, newest first; those under way included. */
    @Needs(READ)
    public Map<Long, List<AssertionRun>> latestRuns(Collection<Assertion> assertions, int each) {
        return runs.latestOfEach(assertions.stream().map(Assertion::id).toList(), each).stream()
                .collect(Collectors.groupingBy(AssertionRun::assertionId));
    }

    /** How far the runs are that check these at this moment, by the ids of the assertions. */
    @Needs(READ)
    public Map<Long, RunProgress> running(Collection<Assertion> assertions) {
        return runs
                .find(assertions.stream()
                        .map(Assertion::runningRunId)
                        .filter(Objects::nonNull)
                        .toList())
                .stream()
                .collect(
                        Collectors.toMap(AssertionRun::assertionId, run -> RunProgress.of(run, parts.ofRun(run.id()))));
    }

    /** How many are in each state. */
    @Needs(READ)
    @InTransaction
    public Map<AssertionState, Long> count() {
        Map<AssertionState, Long> counts = new EnumMap<>(AssertionState.class);
        em.createQuery("SELECT a.state, COUNT(a) FROM Assertion a GROUP BY a.state", Object[].class)
                .getResultList()
                .forEach(row -> counts.put((AssertionState) row[0], (Long) row[1]));
        return counts;
    }

    /** Takes over what the code declares: what an admin has set stays, what has left the code is marked so. */
    @Needs(ADMINISTER)
    @InTransaction(TxType.REQUIRES_NEW)
    public List<String> declare(List<Definition> declared) {
        lock();
        Instant now = clock.instant();
        List<String> changes = new ArrayList<>();
        for (Definition one : declared) {
            Optional<Assertion> known = find(one.name());
            if (known.isEmpty()) {
                em.persist(new Assertion(ids.next(), one, true, now));
                changes.add("\"" + one.name() + "\" is new, checked " + one.schedule());
            } else if (known.get().declare(one, now)) {
                changes.add("\"" + one.name() + "\" was changed in the code");
            }
        }
        List<String> names = declared.stream().map(Definition::name).toList();
        em
                .createQuery("SELECT a FROM Assertion a WHERE a.declared = TRUE AND a.present = TRUE", Assertion.class)
                .getResultList()
                .stream()
                .filter(assertion -> !names.contains(assertion.name()))
                .forEach(assertion -> {
                    assertion.left(now);
                    changes.add("\"" + assertion.name()
                            + "\" is no longer in the code; it is not checked any more, and can be deleted");
                });
        em.flush();
        return changes;
    }

    /** Who changes the list of assertions does so alone. */
    private void lock() {
        database.query("SELECT declared_at FROM tocsin_assertion_declaration FOR UPDATE", row -> 0);
    }

    private void refuseTaken(String name, Long butOf) {
        find(name).filter(other -> butOf == null || other.id() != butOf).ifPresent(other -> {
            throw new InvalidInput(
                    "name",
                    "is " + Problems.shown(name) + ", which is the name of assertion " + other.id()
                            + "; each needs its own");
        });
    }

    private Assertion locked(long id, Long expectedVersion) {
        Assertion assertion = em.find(Assertion.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (assertion == null) {
            throw new AssertionNotFound(id);
        }
        if (expectedVersion != null && expectedVersion != assertion.version()) {
            throw new AssertionChanged(id, expectedVersion, assertion.version());
        }
        return assertion;
    }
}
