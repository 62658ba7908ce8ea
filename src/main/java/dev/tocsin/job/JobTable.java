package dev.tocsin.job;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is known of the jobs, on all nodes. Each method is a transaction of its own: the batch runtime's
 * transactions may be on another database.
 */
@ApplicationScoped
@InTransaction(TxType.REQUIRES_NEW)
class JobTable {

    private static final int MOST_MESSAGE = 4000;

    /** With the job that has the turn instead of it. Index: the primary keys. */
    private static final String SELECT = "SELECT job.*, other.id AS waits_for FROM tocsin_job job"
            + " LEFT JOIN tocsin_job_turn turn ON turn.name = job.name AND turn.job_id <> job.id"
            + " LEFT JOIN tocsin_job other ON other.id = turn.job_id"
            + " AND other.status IN ('STARTING', 'RUNNING', 'STOPPING')";

    private Database database;
    private Ids ids;
    private Clock clock;

    /** For the container's proxy. */
    protected JobTable() {}

    @Inject
    JobTable(Database database, Ids ids, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.clock = clock;
    }

    /** @param instanceId what the batch runtime calls it; null if it never began */
    record Ended(long id, String name, Long instanceId) {}

    /** For a job that is not in the table yet. */
    public long newId() {
        return ids.next();
    }

    public void insert(long id, String name, JsonObject parameters, JobStatus status, String node) {
        Instant now = clock.instant();
        database.update(
                "INSERT INTO tocsin_job (id, name, parameters, status, node, alive_at, created_at, total, done, failing)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, 0, 0, 0)",
                id,
                name,
                parameters.toString(),
                status,
                node,
                now,
                now);
    }

    /**
     * In one transaction with what is taken for it.
     *
     * @param take returns the parameters of the job; empty if there is none to be
     * @return whether there is one
     */
    public boolean insert(long id, String name, Supplier<Optional<JsonObject>> take, JobStatus status, String node) {
        Optional<JsonObject> parameters = take.get();
        parameters.ifPresent(told -> insert(id, name, told, status, node));
        return parameters.isPresent();
    }

    /** Index: the primary key. */
    public Optional<Job> find(long id) {
        return database.query(SELECT + " WHERE job.id = ?", Job::read, id).stream()
                .findFirst();
    }

    /** Index: the unique key of instance_id. */
    public Optional<Job> ofInstance(long instanceId) {
        return database.query(SELECT + " WHERE job.instance_id = ?", Job::read, instanceId).stream()
                .findFirst();
    }

    /** Newest first. Index: tocsin_job_newest. */
    public List<Job> newest(int limit, Cursor after) {
        return after == null
                ? database.query(SELECT + " ORDER BY job.created_at DESC, job.id DESC LIMIT ?", Job::read, limit)
                : database.query(
                        SELECT + " WHERE job.created_at <= ? AND (job.created_at < ? OR job.id < ?)"
                                + " ORDER BY job.created_at DESC, job.id DESC LIMIT ?",
                        Job::read,
                        after.at(),
                        after.at(),
                        after.id(),
                        limit);
    }

    public void begun(long id, long instanceId, long executionId, String node) {
        // Of a batch runtime that has lost its tables, and numbers its instances from 1 again.
        database.update(
                "UPDATE tocsin_job SET instance_id = NULL, execution_id = NULL WHERE instance_id = ? AND id <> ?",
                instanceId,
                id);
        database.update(
                "UPDATE tocsin_job SET instance_id = ?, execution_id = ?, status = 'RUNNING', node = ?, alive_at = ?,"
                        + " finished_at = NULL, message = NULL WHERE id = ?",
                instanceId,
                executionId,
                node,
                clock.instant(),
                id);
    }

    public void ended(long id, JobStatus status) {
        Instant now = clock.instant();
        database.update(
                "UPDATE tocsin_job SET status = ?, finished_at = ?, alive_at = ? WHERE id = ?", status, now, now, id);
    }

    /**
     * The oldest of those that are not among the newest so many, and that ended by then. Index: tocsin_job_newest.
     *
     * @param limit how many at the most
     */
    public List<Ended> beyond(int newest, Instant endedBy, int limit) {
        return database
                .query(
                        "SELECT created_at, id FROM tocsin_job ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET ?",
                        row -> new Cursor(InstantColumn.read(row, "created_at"), row.getLong("id")),
                        newest)
                .stream()
                .flatMap(first -> upTo(first, endedBy, limit).stream())
                .toList();
    }

    private List<Ended> upTo(Cursor last, Instant endedBy, int limit) {
        return database.query(
                "SELECT id, name, instance_id FROM tocsin_job WHERE finished_at <= ? AND created_at <= ?"
                        + " AND (created_at < ? OR id <= ?) ORDER BY created_at, id LIMIT ?",
                row -> new Ended(row.getLong("id"), row.getString("name"), row.getObject("instance_id", Long.class)),
                endedBy,
                last.at(),
                last.at(),
                last.id(),
                limit);
    }

    /** If they have ended. Index: the primary key. */
    public void delete(Collection<Ended> jobs) {
        database.batch(
                "DELETE FROM tocsin_job WHERE id = ? AND finished_at IS NOT NULL",
                jobs.stream().sorted(Comparator.comparingLong(Ended::id)).toList(),
                job -> new Object[] {job.id()});
    }

    public void refused(long id, String message) {
        database.update(
                "UPDATE tocsin_job SET status = 'FAILED', finished_at = ?, message = ? WHERE id = ?",
                clock.instant(),
                cut(message),
                id);
    }

    public void say(long id, String message) {
        database.update("UPDATE tocsin_job SET message = ? WHERE id = ?", cut(message), id);
    }

    public void progress(long id, long total, long done, long failing) {
        database.update(
                "UPDATE tocsin_job SET total = ?, done = ?, failing = ? WHERE id = ?", total, done, failing, id);
    }

    /** @return whether it was running */
    public boolean stopping(long id) {
        return database.update(
                        "UPDATE tocsin_job SET status = 'STOPPING' WHERE id = ? AND status IN ('RUNNING', 'STOPPING')",
                        id)
                == 1;
    }

    /** The last of that name that has not ended, has not its turn, and has done nothing. Index: tocsin_job_alive. */
    public Optional<Long> notBegun(String name) {
        return database
                .query(
                        "SELECT id FROM tocsin_job WHERE status IN ('STARTING', 'RUNNING') AND name = ? AND total = 0"
                                + " AND id NOT IN (SELECT job_id FROM tocsin_job_turn WHERE job_id IS NOT NULL)"
                                + " ORDER BY created_at DESC, id DESC LIMIT 1",
                        row -> row.getLong("id"),
                        name)
                .stream()
                .findFirst();
    }

    /**
     * Gives a job its turn, unless another one of the name has it, which has not ended. Index: the primary keys.
     *
     * @return the job that has it now
     */
    public long takeTurn(String name, long id) {
        int taken = database.update(
                "UPDATE tocsin_job_turn SET job_id = ? WHERE name = ? AND (job_id IS NULL OR job_id = ?"
                        + " OR NOT EXISTS (SELECT 1 FROM tocsin_job WHERE tocsin_job.id = tocsin_job_turn.job_id"
                        + " AND status IN ('STARTING', 'RUNNING', 'STOPPING')))",
                id,
                name,
                id);
        return taken == 1 ? id : hasTurn(name);
    }

    private long hasTurn(String name) {
        return database
                .query("SELECT job_id FROM tocsin_job_turn WHERE name = ?", row -> row.getLong("job_id"), name)
                .stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("Jobs that are called " + name + " have no turns"));
    }

    /** It waits no longer. */
    public void waited(long id, Duration time) {
        database.update("UPDATE tocsin_job SET waited_millis = waited_millis + ? WHERE id = ?", time.toMillis(), id);
    }

    /** Those of a node that have not ended. Index: tocsin_job_alive. */
    public List<Job> running(String node) {
        return database.query(
                SELECT + " WHERE job.status IN ('STARTING', 'RUNNING', 'STOPPING') AND job.node = ?", Job::read, node);
    }

    /** Index: the primary key. */
    public void alive(Collection<Job> jobs) {
        Instant now = clock.instant();
        database.batch(
                "UPDATE tocsin_job SET alive_at = ? WHERE id = ? AND node = ?"
                        + " AND status IN ('STARTING', 'RUNNING', 'STOPPING')",
                jobs.stream().sorted(Comparator.comparingLong(Job::id)).toList(),
                job -> new Object[] {now, job.id(), job.node()});
    }

    /**
     * It has ended without that being written. Its message stays, if it has one.
     *
     * @return false if someone has changed it since it was read
     */
    public boolean lost(Job job, JobStatus status, String message) {
        Instant now = clock.instant();
        return database.update(
                        "UPDATE tocsin_job SET status = ?, finished_at = ?, message = COALESCE(message, ?)"
                                + " WHERE id = ? AND node = ? AND alive_at = ?"
                                + " AND status IN ('STARTING', 'RUNNING', 'STOPPING')",
                        status,
                        now,
                        cut(message),
                        job.id(),
                        job.node(),
                        job.aliveAt())
                == 1;
    }

    /** Those whose node has not said for so long that it lives. Index: tocsin_job_alive. */
    public List<Job> abandoned(Instant since) {
        return database.query(
                SELECT + " WHERE job.status IN ('STARTING', 'RUNNING', 'STOPPING') AND job.alive_at < ?"
                        + " ORDER BY job.id LIMIT 100",
                Job::read,
                since);
    }

    /** @return whether this node, and no other, has it now */
    public boolean takeOver(Job job, String node) {
        return database.update(
                        "UPDATE tocsin_job SET node = ?, alive_at = ? WHERE id = ? AND alive_at = ? AND node = ?",
                        node,
                        clock.instant(),
                        job.id(),
                        job.aliveAt(),
                        job.node())
                == 1;
    }

    /** @return whether it had ended, so that it may be started once more */
    public boolean starting(long id, String node) {
        return database.update(
                        "UPDATE tocsin_job SET status = 'STARTING', node = ?, alive_at = ?, finished_at = NULL"
                                + " WHERE id = ? AND status IN ('STOPPED', 'FAILED')",
                        node,
                        clock.instant(),
                        id)
                == 1;
    }

    private static String cut(String message) {
        return message.length() <= MOST_MESSAGE ? message : message.substring(0, MOST_MESSAGE);
    }
}
