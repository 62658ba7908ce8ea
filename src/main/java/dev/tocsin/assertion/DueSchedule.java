package dev.tocsin.assertion;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is due by the schedules of the assertions: each is taken by one node. Each method but one is a transaction of its own.
 * Assertions are changed in the order of their ids, so that no two wait for each other.
 */
@ApplicationScoped
@InTransaction(TxType.REQUIRES_NEW)
class DueSchedule {

    private static final String ABOUT_RECORDS = " AND entity_type IS NOT NULL";
    private static final String NOT_ABOUT_RECORDS = " AND entity_type IS NULL";

    private Database database;
    private AssertionRuns runs;
    private Clock clock;

    /** For the container's proxy. */
    protected DueSchedule() {}

    @Inject
    DueSchedule(Database database, AssertionRuns runs, Clock clock) {
        this.database = database;
        this.runs = runs;
        this.clock = clock;
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
    public List<Begun> begin(int limit) {
        return take(NOT_ABOUT_RECORDS, limit).stream()
                .map(due -> new Begun(due, runs.beginWithin(due.assertionId()).orElse(null)))
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

    /**
     * Those over records that are due, taken by this node: each by one node only, in the transaction that enters the job
     * that checks them. Index: tocsin_assertion_due.
     */
    @InTransaction(TxType.MANDATORY)
    public List<Due> takeOverRecords(int limit) {
        return take(ABOUT_RECORDS, limit);
    }

    /**
     * They are due as before, if they were taken for that job, unless someone has changed their schedule meanwhile. Index:
     * the primary keys.
     */
    public void putBack(long jobId, List<Due> taken) {
        // If what took them was undone, another node may have taken them since.
        if (!database.query("SELECT id FROM tocsin_job WHERE id = ?", row -> row.getLong("id"), jobId)
                .isEmpty()) {
            putBack(taken);
        }
    }

    private void putBack(List<Due> taken) {
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
}
