package dev.tocsin.assertion;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
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

    /** Identities rise on each node, not across nodes. */
    private static final String NEWEST_FIRST = " ORDER BY started_at DESC, id DESC";

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

    /** The same, in the transaction of who takes it from what is due. */
    @InTransaction(TxType.MANDATORY)
    public Optional<AssertionRun> beginWithin(long assertionId) {
        return begin(assertionId, null);
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

    /**
     * So that nobody believes that this node has died. Who believed it already, and has not begun a run of the assertion yet, is
     * told better; what has ended meanwhile stays so. Index: the primary key.
     */
    public void renew(Collection<AssertionRun> runs) {
        Instant until = clock.instant().plus(settings.lease());
        database.batch(
                "UPDATE tocsin_assertion SET running_until = ?, running_run_id = ? WHERE id = ? AND (running_run_id = ?"
                        + " OR running_run_id IS NULL AND COALESCE(last_run_id, 0) <> ?)",
                runs.stream()
                        .sorted(Comparator.comparingLong(AssertionRun::assertionId))
                        .toList(),
                run -> new Object[] {until, run.id(), run.assertionId(), run.id(), run.id()});
    }

    /** Keeps it, and forgets the oldest beyond a hundred of the same assertion, also those that were cut off. */
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
                "DELETE FROM tocsin_assertion_run WHERE assertion_id = ? AND id <> ? AND id NOT IN ("
                        + "SELECT id FROM (SELECT id FROM tocsin_assertion_run WHERE assertion_id = ?" + NEWEST_FIRST
                        + " LIMIT " + KEPT + ") latest)",
                run.assertionId(),
                run.id(),
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
                "SELECT * FROM tocsin_assertion_run WHERE assertion_id = ?" + NEWEST_FIRST + " LIMIT ?",
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
                        "SELECT * FROM (SELECT r.*, ROW_NUMBER() OVER (PARTITION BY assertion_id" + NEWEST_FIRST
                                + ") AS place"
                                + " FROM tocsin_assertion_run r WHERE assertion_id = ANY(?)) latest"
                                + " WHERE place <= ? ORDER BY assertion_id, place",
                        AssertionRun::read,
                        Database.longs(assertionIds),
                        each);
    }

    public void expect(long runId, long records) {
        database.update("UPDATE tocsin_assertion_run SET expected = ? WHERE id = ?", records, runId);
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

    private static String cut(String message) {
        return message == null || message.length() <= MOST_MESSAGE ? message : message.substring(0, MOST_MESSAGE);
    }
}
