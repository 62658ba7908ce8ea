package dev.tocsin.assertion;

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
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Optional;

/** An assertion: what is checked and when, and what is known of it. {@link AssertionService} changes it. */
@Entity
@Table(name = "tocsin_assertion")
public class Assertion {

    @Id
    private long id;

    private String name;

    @Column(name = "check_function")
    private String checkFunction;

    @Convert(converter = JsonColumn.class)
    private JsonValue arguments;

    @Column(name = "entity_type")
    private String entityType;

    @Column(name = "persistence_unit")
    private String persistenceUnit;

    @Column(name = "where_clause")
    private String where;

    private String query;
    private String every;
    private String cron;
    private String zone;
    private boolean enabled;
    private int attempts;
    private String timeout;

    @Column(name = "max_issues")
    private int maxIssues;

    private boolean declared;
    private boolean present;

    @Column(name = "schedule_set")
    private boolean scheduleSet;

    @Column(name = "enabled_set")
    private boolean enabledSet;

    @Version
    private long version;

    @Column(name = "created_at")
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    // What is known of it is written by the runs, in statements of their own.

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private AssertionState state;

    @Column(name = "consecutive_failures", updatable = false)
    private int consecutiveFailures;

    @Column(name = "next_run_at")
    private Instant nextRunAt;

    @Column(name = "last_run_id", updatable = false, insertable = false)
    private Long lastRunId;

    @Column(name = "running_run_id", updatable = false, insertable = false)
    private Long runningRunId;

    /** For JPA. */
    protected Assertion() {}

    Assertion(long id, Definition what, boolean declared, Instant now) {
        this.id = id;
        this.name = what.name();
        this.declared = declared;
        this.present = true;
        this.createdAt = now;
        this.state = AssertionState.UNKNOWN;
        set(what, now);
        schedule(what.schedule(), now);
        this.enabled = what.enabled();
    }

    /** All but the schedule, and whether it is enabled. */
    private void set(Definition what, Instant now) {
        checkFunction = what.checkFunction();
        arguments = what.arguments();
        RecordSelection records = what.records();
        entityType = records == null ? null : records.entityType();
        persistenceUnit = records == null ? null : records.unit();
        where = records == null ? null : records.where();
        query = records == null ? null : records.query();
        attempts = what.attempts();
        timeout = what.timeout();
        maxIssues = what.maxIssues();
        updatedAt = now;
    }

    private void schedule(Schedule wanted, Instant now) {
        boolean another = !wanted.equals(schedule());
        every = wanted.every();
        cron = wanted.cron();
        zone = wanted.zone();
        if (another) {
            nextRunAt = wanted.next(now).orElse(null);
        }
    }

    /** What an admin wants; what differs from now is theirs from then on. */
    void change(Definition wanted, Instant now) {
        set(wanted, now);
        name = wanted.name();
        scheduleSet |= declared && !wanted.schedule().equals(schedule());
        enabledSet |= declared && wanted.enabled() != enabled;
        schedule(wanted.schedule(), now);
        enabled = wanted.enabled();
    }

    /** What the code declares; what an admin has set stays. @return whether anything is different now */
    boolean declare(Definition wanted, Instant now) {
        boolean same = declared
                && present
                && definition()
                        .with(wanted.schedule())
                        .enabled(wanted.enabled())
                        .equals(wanted)
                && (scheduleSet || wanted.schedule().equals(schedule()))
                && (enabledSet || wanted.enabled() == enabled);
        if (same) {
            return false;
        }
        declared = true;
        present = true;
        set(wanted, now);
        if (!scheduleSet) {
            schedule(wanted.schedule(), now);
        }
        if (!enabledSet) {
            enabled = wanted.enabled();
        }
        return true;
    }

    /** The code does not declare it any more. */
    void left(Instant now) {
        present = false;
        updatedAt = now;
    }

    public long id() {
        return id;
    }

    /** What it is, as it is now; {@code ********} stands for each secret among its arguments. */
    public Definition definition() {
        Definition stored = storedDefinition();
        return stored.with(Sealed.masked(stored.arguments()));
    }

    /** With the secrets, encrypted. */
    Definition storedDefinition() {
        return new Definition(
                name,
                checkFunction,
                arguments instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT,
                entityType == null ? null : new RecordSelection(entityType, persistenceUnit, where, query),
                schedule(),
                enabled,
                attempts,
                timeout,
                maxIssues);
    }

    public String name() {
        return name;
    }

    public Schedule schedule() {
        return new Schedule(every, cron, zone);
    }

    public boolean enabled() {
        return enabled;
    }

    /** Whether it is declared in code. */
    public boolean declared() {
        return declared;
    }

    /** False once the code that declared it does so no more. */
    public boolean present() {
        return present;
    }

    /** Whether an admin set when it is checked, so that what the code says does not count. */
    public boolean scheduleSet() {
        return scheduleSet;
    }

    /** Whether an admin set that it is checked, or that it is not. */
    public boolean enabledSet() {
        return enabledSet;
    }

    /** Rises with each change of what it is: for optimistic locking. */
    public long version() {
        return version;
    }

    public AssertionState state() {
        return state;
    }

    /** How many times in a row it has failed; 0 if it did not fail the last time. */
    public int consecutiveFailures() {
        return consecutiveFailures;
    }

    /** Empty if it is not checked by itself. */
    public Optional<Instant> nextRunAt() {
        return enabled && present ? Optional.ofNullable(nextRunAt) : Optional.empty();
    }

    Long lastRunId() {
        return lastRunId;
    }

    Long runningRunId() {
        return runningRunId;
    }

    @Override
    public String toString() {
        return "assertion " + id + " \"" + name + "\" (" + state + ")";
    }
}
