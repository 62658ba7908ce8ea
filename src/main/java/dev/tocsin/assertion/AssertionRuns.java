package dev.tocsin.assertion;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The runs: who is checking what, how far, and what came of it. Each method is a transaction of its own:
 * what a run has done is known whatever becomes of the transaction around it. The assertion is changed before its run, and
 * several of them in the order of their ids, so that no two wait for each other.
 */
@ApplicationScoped
@InTransaction(TxType.REQUIRES_NEW)
class AssertionRuns {

    private static final int KEPT = 100;
    private static final int MOST_MESSAGE = 4000;
    private static final String ABOUT_RECORDS = " AND entity_type IS NOT NULL";
    private static final String NOT_ABOUT_RECORDS = " AND entity_type IS NULL";

    private Database database;
    private Ids ids;
    private NodeName node;
    private Settings settings;
    private Clock clock;

    /** For the container's proxy. */
    protected AssertionRuns() {}

    @Inject
    AssertionRuns(Database database, Ids ids, NodeName node, Settings settings, Clock clock) {
        this.database = database;
        this.ids = ids;
        this.node = node;
        this.settings = settings;
        this.clock = clock;
    }

    /** A range of the records of a run, and how far it is. */
    record Part(
            long runId, int number, String afterKey, String upToKey, String reachedKey, long checked, long failing) {
        static Part read(ResultSet row) throws SQLException {
            return new Part(
                    row.getLong("run_id"),
                    row.getInt("number"),
                    row.getString("after_key"),
                    row.getString("up_to_key"),
                    row.getString("reached_key"),
                    row.getLong("checked"),
                    row.getLong("failing"));
        }
    }

    /**
     * Begins a run, unless one of that assertion is under way.
     *
     * @param jobId null for none
     */
    public Optional<AssertionRun> begin(long assertionId, Long jobId) {
        long id = ids.next();
        if (!claim(assertionId, id)) {
            return Optional.empty();
        }
        endCutOff(assertionId);
        Instant now = clock.instant();
        database.update(
                "INSERT INTO tocsin_assertion_run (id, assertion_id, job_id, started_at, expected, checked,"
                        + " failing, opened, resolved, node) VALUES (?, ?, ?, ?, 0, 0, 0, 0, 0, ?)",
                id,
                assertionId,
                Database.nullable(jobId),
                now,
                node.text());
        return Optional.of(new AssertionRun(id, assertionId, jobId, now, null, null, 0, 0, 0, 0, 0, null, node.text()));
    }

    /** No run of that assertion is under way: those that seem to be were cut off. Index: tocsin_assertion_run_by_assertion. */
    private void endCutOff(long assertionId) {
        database.update(
                "UPDATE tocsin_assertion_run SET finished_at = ?, state = 'ERROR', message = CONCAT("
                        + "'It was cut off: ', node, ' stopped answering, or could not write what came of it')"
                        + " WHERE assertion_id = ? AND finished_at IS NULL AND job_id IS NULL",
                clock.instant(),
                assertionId);
    }

    /** A run whose node died is taken over once it has not been renewed for a lease. Index: the primary key. */
    private boolean claim(long assertionId, long runId) {
        Instant now = clock.instant();
        return database.update(
                        "UPDATE tocsin_assertion SET running_run_id = ?, running_until = ? WHERE id = ?"
                                + " AND (running_run_id IS NULL OR running_run_id = ? OR running_until < ?)",
                        runId,
                        now.plus(settings.lease()),
                        assertionId,
                        runId,
                        now)
                == 1;
    }

    /** Goes on with a run of a job that was restarted. @return false if another run of the assertion is under way */
    public boolean resume(AssertionRun run) {
        if (!claim(run.assertionId(), run.id())) {
            return false;
        }
        database.update(
                "UPDATE tocsin_assertion_run SET node = ?, state = NULL, finished_at = NULL, message = NULL WHERE id = ?",
                node.text(),
                run.id());
        return true;
    }

    /** So that nobody believes that this node has died. Index: the primary key. */
    public void renew(Collection<AssertionRun> runs) {
        Instant until = clock.instant().plus(settings.lease());
        database.batch(
                "UPDATE tocsin_assertion SET running_until = ? WHERE id = ? AND running_run_id = ?",
                runs.stream()
                        .sorted(Comparator.comparingLong(AssertionRun::assertionId))
                        .toList(),
                run -> new Object[] {until, run.assertionId(), run.id()});
    }

    /** Keeps it, and forgets the oldest beyond a hundred of the same assertion. */
    public void finish(AssertionRun run, RunOutcome outcome) {
        Instant now = clock.instant();
        database.update(
                "UPDATE tocsin_assertion SET state = ?, last_run_id = ?, running_run_id = NULL, running_until = NULL,"
                        + " consecutive_failures = CASE ? WHEN 'FAILING' THEN consecutive_failures + 1"
                        + " WHEN 'PASSING' THEN 0 ELSE consecutive_failures END WHERE id = ? AND running_run_id = ?",
                outcome.state(),
                run.id(),
                outcome.state(),
                run.assertionId(),
                run.id());
        database.update(
                "UPDATE tocsin_assertion_run SET finished_at = ?, state = ?, checked = ?, failing = ?, opened = ?,"
                        + " resolved = ?, message = ? WHERE id = ?",
                now,
                outcome.state(),
                outcome.checked(),
                outcome.failing(),
                outcome.opened(),
                outcome.resolved(),
                Database.nullable(cut(outcome.message())),
                run.id());
        database.update("DELETE FROM tocsin_assertion_part WHERE run_id = ?", run.id());
        // Index: tocsin_assertion_run_by_assertion.
        database.update(
                "DELETE FROM tocsin_assertion_run WHERE assertion_id = ? AND id < ("
                        + "SELECT MIN(id) FROM (SELECT id FROM tocsin_assertion_run WHERE assertion_id = ?"
                        + " ORDER BY id DESC LIMIT " + KEPT + ") latest) AND finished_at IS NOT NULL",
                run.assertionId(),
                run.assertionId());
    }

    /** It was cut off; its job can go on with it. */
    public void interrupted(AssertionRun run) {
        database.update(
                "UPDATE tocsin_assertion SET running_run_id = NULL, running_until = NULL WHERE id = ? AND running_run_id = ?",
                run.assertionId(),
                run.id());
        sayThatItsJobCanGoOn(run);
    }

    private void sayThatItsJobCanGoOn(AssertionRun run) {
        database.update(
                "UPDATE tocsin_assertion_run SET message = ? WHERE id = ? AND finished_at IS NULL",
                "It was cut off; restart job " + run.jobId() + " to go on with it",
                run.id());
    }

    /** Of an assertion, as it was left by its last run. Index: the unique key of the name. */
    public Optional<AssertionState> state(String assertion) {
        return database
                .query(
                        "SELECT state FROM tocsin_assertion WHERE name = ?",
                        row -> AssertionState.valueOf(row.getString("state")),
                        assertion)
                .stream()
                .findFirst();
    }

    /** Index: the primary key. */
    public Optional<AssertionRun> find(long runId) {
        return database.query("SELECT * FROM tocsin_assertion_run WHERE id = ?", AssertionRun::read, runId).stream()
                .findFirst();
    }

    /** Index: tocsin_assertion_run_by_job. */
    public List<AssertionRun> ofJob(long jobId) {
        return database.query(
                "SELECT * FROM tocsin_assertion_run WHERE job_id = ? ORDER BY id", AssertionRun::read, jobId);
    }

    /** Newest first. Index: tocsin_assertion_run_by_assertion. */
    public List<AssertionRun> latest(long assertionId, int limit) {
        return database.query(
                "SELECT * FROM tocsin_assertion_run WHERE assertion_id = ? ORDER BY id DESC LIMIT ?",
                AssertionRun::read,
                assertionId,
                limit);
    }

    /** The last run that ended of each of these assertions. Index: the primary key. */
    public List<AssertionRun> find(Collection<Long> runIds) {
        return runIds.isEmpty()
                ? List.of()
                : database.query(
                        "SELECT * FROM tocsin_assertion_run WHERE id = ANY(?)",
                        AssertionRun::read,
                        Database.longs(runIds));
    }

    /** The newest so many of each of these assertions, newest first. Index: tocsin_assertion_run_by_assertion. */
    public List<AssertionRun> latestOfEach(Collection<Long> assertionIds, int each) {
        return assertionIds.isEmpty()
                ? List.of()
                : database.query(
                        "SELECT * FROM (SELECT r.*, ROW_NUMBER() OVER (PARTITION BY assertion_id ORDER BY id DESC) AS place"
                                + " FROM tocsin_assertion_run r WHERE assertion_id = ANY(?)) latest"
                                + " WHERE place <= ? ORDER BY assertion_id, id DESC",
                        AssertionRun::read,
                        Database.longs(assertionIds),
                        each);
    }

    public void expect(long runId, long records) {
        database.update("UPDATE tocsin_assertion_run SET expected = ? WHERE id = ?", records, runId);
    }

    public void divide(long jobId, List<Part> parts) {
        database.batch(
                "INSERT INTO tocsin_assertion_part (run_id, number, job_id, after_key, up_to_key, checked, failing)"
                        + " VALUES (?, ?, ?, ?, ?, 0, 0)",
                parts,
                part -> new Object[] {
                    part.runId(),
                    part.number(),
                    jobId,
                    Database.nullable(part.afterKey()),
                    Database.nullable(part.upToKey())
                });
    }

    /** Index: tocsin_assertion_part_by_job. */
    public List<Part> partsOfJob(long jobId) {
        return database.query(
                "SELECT * FROM tocsin_assertion_part WHERE job_id = ? ORDER BY run_id, number", Part::read, jobId);
    }

    /** Index: the primary key. */
    public List<Part> parts(long runId) {
        return database.query(
                "SELECT * FROM tocsin_assertion_part WHERE run_id = ? ORDER BY number", Part::read, runId);
    }

    /**
     * A checkpoint. It is kept here, because the batch runtime keeps those of partitions only until its process is
     * killed; and it is written after what it stands for, which is harmless when it is repeated.
     */
    public void reached(Part part) {
        database.update(
                "UPDATE tocsin_assertion_part SET reached_key = ?, checked = ?, failing = ? WHERE run_id = ? AND number = ?",
                Database.nullable(part.reachedKey()),
                part.checked(),
                part.failing(),
                part.runId(),
                part.number());
    }

    /** Whether any of its records has failed without an issue being opened. Index: the primary key. */
    public boolean anySoftFailure(long assertionId) {
        return !database.query(
                        "SELECT record_id FROM tocsin_soft_failure WHERE assertion_id = ? LIMIT 1",
                        row -> row.getString("record_id"),
                        assertionId)
                .isEmpty();
    }

    /** Of these records, how often each has failed without an issue being opened. Index: the primary key. */
    public void eachSoftFailure(long assertionId, Collection<String> recordIds, Map<String, SoftFailure> into) {
        database.query(
                "SELECT record_id, failures, run_id FROM tocsin_soft_failure WHERE assertion_id = ?"
                        + " AND record_id = ANY(?)",
                row -> into.put(
                        row.getString("record_id"), new SoftFailure(row.getInt("failures"), row.getLong("run_id"))),
                assertionId,
                Database.texts(recordIds));
    }

    /** How often a record has failed, and the run that counted last. */
    record SoftFailure(int failures, long runId) {}

    /** @param failures by record; 0 to forget it */
    public void count(long assertionId, long runId, Map<String, Integer> failures) {
        if (failures.isEmpty()) {
            return;
        }
        // As who deletes the assertion does first.
        database.query(
                "SELECT id FROM tocsin_assertion WHERE id = ? "
                        + database.dialect().againstDeletion(),
                row -> row.getLong("id"),
                assertionId);
        List<String> records = List.copyOf(failures.keySet());
        database.batch("DELETE FROM tocsin_soft_failure WHERE assertion_id = ? AND record_id = ?", records, record ->
                new Object[] {assertionId, record});
        database.batch(
                "INSERT INTO tocsin_soft_failure (assertion_id, record_id, failures, run_id) VALUES (?, ?, ?, ?)",
                records.stream().filter(record -> failures.get(record) > 0).toList(),
                record -> new Object[] {assertionId, record, failures.get(record), runId});
    }

    /** Of the records that passed, or that are gone. */
    public void forgetSoftFailures(long assertionId, long butThoseOfRun) {
        database.update(
                "DELETE FROM tocsin_soft_failure WHERE assertion_id = ? AND run_id <> ?", assertionId, butThoseOfRun);
    }

    /**
     * An assertion that was due.
     *
     * @param at when it was
     * @param next when it is again; null for never
     */
    record Due(long assertionId, String name, Instant at, Instant next) {}

    /** @param run null if the assertion is still being checked, so that it waits until it is due again */
    record Begun(Due due, AssertionRun run) {}

    /**
     * Begins a run of each assertion that is due and not about records: of all nodes, on this one only. Both or neither
     * happens, that it is begun and that it is not due any more. Index: tocsin_assertion_due.
     */
    public List<Begun> beginDue(int limit) {
        return take(NOT_ABOUT_RECORDS, limit).stream()
                .map(due -> new Begun(due, begin(due.assertionId(), null).orElse(null)))
                .toList();
    }

    /** They are due as before, as if their runs had not been begun. Index: the primary keys. */
    public void giveBack(List<Begun> begun) {
        List<AssertionRun> inOrder = begun.stream()
                .map(Begun::run)
                .sorted(Comparator.comparingLong(AssertionRun::assertionId))
                .toList();
        database.batch(
                "UPDATE tocsin_assertion SET running_run_id = NULL, running_until = NULL WHERE id = ? AND running_run_id = ?",
                inOrder,
                run -> new Object[] {run.assertionId(), run.id()});
        putBack(begun.stream().map(Begun::due).toList());
        database.batch("DELETE FROM tocsin_assertion_run WHERE id = ?", inOrder, run -> new Object[] {run.id()});
    }

    /** Those over records that are due, taken by this node: each by one node only. Index: tocsin_assertion_due. */
    public List<Due> takeDueOverRecords(int limit) {
        return take(ABOUT_RECORDS, limit);
    }

    /** They are due as before, unless someone has changed their schedule meanwhile. Index: the primary key. */
    public void putBack(List<Due> taken) {
        database.batch(
                "UPDATE tocsin_assertion SET next_run_at = ? WHERE id = ? AND next_run_at IS NOT DISTINCT FROM ?",
                taken.stream()
                        .sorted(Comparator.comparingLong(Due::assertionId))
                        .toList(),
                due -> new Object[] {due.at(), due.assertionId(), Database.nullable(due.next())});
    }

    private List<Due> take(String which, int limit) {
        Instant now = clock.instant();
        List<Due> due = database.query(
                "SELECT id, name, every, cron, zone, next_run_at FROM tocsin_assertion WHERE next_run_at <= ?"
                        + " AND enabled = TRUE AND present = TRUE" + which + " ORDER BY next_run_at LIMIT ?",
                row -> {
                    Schedule schedule =
                            new Schedule(row.getString("every"), row.getString("cron"), row.getString("zone"));
                    Instant at = InstantColumn.read(row, "next_run_at");
                    return new Due(
                            row.getLong("id"),
                            row.getString("name"),
                            at,
                            schedule.following(at, now).orElse(null));
                },
                now,
                limit);
        Set<Due> taken = due.stream()
                .sorted(Comparator.comparingLong(Due::assertionId))
                .filter(one -> database.update(
                                "UPDATE tocsin_assertion SET next_run_at = ? WHERE id = ? AND next_run_at = ?",
                                Database.nullable(one.next()),
                                one.assertionId(),
                                one.at())
                        == 1)
                .collect(Collectors.toSet());
        return due.stream().filter(taken::contains).toList();
    }

    /**
     * Those that nodes were checking which stopped answering are free; if no job was doing it, they are due at once. Index:
     * the primary key of the runs; of the assertions, which are few, none: all are gone through.
     *
     * @param live runs that are under way here, however late they were renewed
     * @return how many are due
     */
    public int takeFromDeadNodes(Collection<AssertionRun> live) {
        Instant now = clock.instant();
        Set<Long> alive = live.stream().map(AssertionRun::id).collect(Collectors.toSet());
        int due = 0;
        for (AssertionRun run : database.query(
                "SELECT r.* FROM tocsin_assertion a JOIN tocsin_assertion_run r ON r.id = a.running_run_id"
                        + " WHERE a.running_until < ? ORDER BY a.id LIMIT 100",
                AssertionRun::read,
                now)) {
            if (alive.contains(run.id()) || !free(run, now)) {
                continue;
            }
            if (run.jobId() == null) {
                database.update(
                        "UPDATE tocsin_assertion SET next_run_at = ? WHERE id = ? AND next_run_at > ?",
                        now,
                        run.assertionId(),
                        now);
                endCutOff(run.assertionId());
                due++;
            } else {
                sayThatItsJobCanGoOn(run);
            }
        }
        return due;
    }

    /** @return false if it was renewed, or has ended, meanwhile */
    private boolean free(AssertionRun run, Instant now) {
        return database.update(
                        "UPDATE tocsin_assertion SET running_run_id = NULL, running_until = NULL WHERE id = ?"
                                + " AND running_run_id = ? AND running_until < ?",
                        run.assertionId(),
                        run.id(),
                        now)
                == 1;
    }

    /**
     * When the next one is due; empty if none is. Index: tocsin_assertion_due.
     *
     * @param overRecords whether only those over records are asked for
     */
    public Optional<Instant> nextDue(boolean overRecords) {
        return database
                .query(
                        "SELECT next_run_at FROM tocsin_assertion WHERE next_run_at IS NOT NULL AND enabled = TRUE"
                                + " AND present = TRUE" + (overRecords ? ABOUT_RECORDS : "")
                                + " ORDER BY next_run_at LIMIT 1",
                        row -> InstantColumn.read(row, "next_run_at"))
                .stream()
                .findFirst();
    }

    private static String cut(String message) {
        return message == null || message.length() <= MOST_MESSAGE ? message : message.substring(0, MOST_MESSAGE);
    }
}
