package dev.tocsin.assertion;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * How often records have failed of which no issue is opened yet, because that takes several times in a row. Each method is
 * a transaction of its own.
 */
@ApplicationScoped
@InTransaction(TxType.REQUIRES_NEW)
class SoftFailures {

    private Database database;

    /** For the container's proxy. */
    protected SoftFailures() {}

    @Inject
    SoftFailures(Database database) {
        this.database = database;
    }

    /** Whether any of its records has failed without an issue being opened. Index: the primary key. */
    public boolean any(long assertionId) {
        return !database.query(
                        "SELECT record_id FROM tocsin_soft_failure WHERE assertion_id = ? LIMIT 1",
                        row -> row.getString("record_id"),
                        assertionId)
                .isEmpty();
    }

    /** Of these records, how often each has failed without an issue being opened. Index: the primary key. */
    public void each(long assertionId, Collection<String> recordIds, Map<String, Failures> into) {
        database.query(
                "SELECT record_id, failures, run_id FROM tocsin_soft_failure WHERE assertion_id = ?"
                        + " AND record_id = ANY(?)",
                row -> into.put(
                        row.getString("record_id"), new Failures(row.getInt("failures"), row.getLong("run_id"))),
                assertionId,
                Database.texts(recordIds));
    }

    /** How often a record has failed, and the run that counted last. */
    record Failures(int count, long runId) {}

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
    public void forget(long assertionId, long butThoseOfRun) {
        database.update(
                "DELETE FROM tocsin_soft_failure WHERE assertion_id = ? AND run_id <> ?", assertionId, butThoseOfRun);
    }
}
