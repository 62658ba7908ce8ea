package dev.tocsin.assertion;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * The ranges into which the records of a run are divided, and how far each is. Each method is a transaction of its own: how
 * far a run is remains known whatever becomes of the transaction around it.
 */
@ApplicationScoped
@InTransaction(TxType.REQUIRES_NEW)
class RecordParts {

    private Database database;

    /** For the container's proxy. */
    protected RecordParts() {}

    @Inject
    RecordParts(Database database) {
        this.database = database;
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
    public List<Part> ofJob(long jobId) {
        return database.query(
                "SELECT * FROM tocsin_assertion_part WHERE job_id = ? ORDER BY run_id, number", Part::read, jobId);
    }

    /** Index: the primary key. */
    public List<Part> ofRun(long runId) {
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
}
