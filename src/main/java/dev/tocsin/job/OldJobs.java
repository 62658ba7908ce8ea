package dev.tocsin.job;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Forgets jobs: the last thousand are kept. With each goes what the batch runtime keeps of it, which would do so for ever,
 * in tables that have no indexes for how it reads them: it would take longer with every job. That is known of the tables of
 * JBatch, which Payara and GlassFish have; of others, nothing is deleted.
 */
@ApplicationScoped
@InTransaction(TxType.REQUIRES_NEW)
class OldJobs {

    private static final int KEPT = 1000;

    /** At each end of a job: more than one, so that there are a thousand again soon. */
    private static final int AT_ONCE = 20;

    private static final List<String> TABLES = List.of(
            "jobinstancedata",
            "executioninstancedata",
            "stepexecutioninstancedata",
            "jobstatus",
            "stepstatus",
            "checkpointdata");

    private Database database;

    /** For the container's proxy. */
    protected OldJobs() {}

    @Inject
    OldJobs(Database database) {
        this.database = database;
    }

    /** A job that was told to start, and what the batch runtime calls it; null if it never began. */
    private record Old(long id, String name, Long instance) {}

    /** The oldest that have ended, and that no other node forgets at this moment. @return how many */
    public int forget() {
        List<Old> old = old();
        if (old.isEmpty()) {
            return 0;
        }
        List<Old> begun = old.stream().filter(job -> job.instance() != null).toList();
        if (!begun.isEmpty() && theirTablesAreHere()) {
            forgetInstances(begun);
        }
        database.update(
                "DELETE FROM tocsin_job WHERE id = ANY(?)",
                Database.longs(old.stream().map(Old::id).toList()));
        return old.size();
    }

    /** Index: tocsin_job_newest, and the primary key. */
    private List<Old> old() {
        List<Long> ids = newestOfOld()
                .map(newest -> database.query(
                        "SELECT id FROM tocsin_job WHERE finished_at IS NOT NULL AND created_at <= ?"
                                + " AND (created_at < ? OR id <= ?) ORDER BY created_at, id LIMIT " + AT_ONCE,
                        row -> row.getLong("id"),
                        newest.at(),
                        newest.at(),
                        newest.id()))
                .orElse(List.of());
        return ids.isEmpty()
                ? List.of()
                : database.query(
                        "SELECT id, name, instance_id FROM tocsin_job WHERE id = ANY(?) AND finished_at IS NOT NULL"
                                + " ORDER BY id " + Dialect.SKIP_LOCKED,
                        row -> new Old(
                                row.getLong("id"), row.getString("name"), row.getObject("instance_id", Long.class)),
                        Database.longs(ids));
    }

    private Optional<Cursor> newestOfOld() {
        return database
                .query(
                        "SELECT created_at, id FROM tocsin_job ORDER BY created_at DESC, id DESC LIMIT 1 OFFSET "
                                + KEPT,
                        row -> new Cursor(InstantColumn.read(row, "created_at"), row.getLong("id")))
                .stream()
                .findFirst();
    }

    private boolean theirTablesAreHere() {
        return database.query(
                                "SELECT table_name FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA"
                                        + " AND LOWER(table_name) = ANY(?)",
                                row -> row.getString("table_name"),
                                Database.texts(TABLES))
                        .size()
                == TABLES.size();
    }

    /** Those of the records are entered as instances as well, whose names begin with that of the job they are part of. */
    private void forgetInstances(List<Old> jobs) {
        List<Long> instances = new ArrayList<>();
        for (Old job : jobs) {
            // By its name as well: what these tables tell of may be jobs of somebody else.
            List<Long> own = database.query(
                    "SELECT jobinstanceid FROM jobinstancedata WHERE jobinstanceid = ? AND name = ?",
                    row -> row.getLong("jobinstanceid"),
                    job.instance(),
                    job.name());
            if (!own.isEmpty()) {
                instances.addAll(own);
                instances.addAll(database.query(
                        "SELECT jobinstanceid FROM jobinstancedata WHERE name LIKE ?",
                        row -> row.getLong("jobinstanceid"),
                        ":" + job.instance() + ":%"));
            }
        }
        if (!instances.isEmpty()) {
            delete(instances);
        }
    }

    private void delete(List<Long> instances) {
        String executions = " IN (SELECT jobexecid FROM executioninstancedata WHERE jobinstanceid = ANY(?))";
        Stream.of(
                        "DELETE FROM stepstatus WHERE id IN (SELECT stepexecid FROM stepexecutioninstancedata"
                                + " WHERE jobexecid" + executions + ")",
                        "DELETE FROM stepexecutioninstancedata WHERE jobexecid" + executions,
                        "DELETE FROM executioninstancedata WHERE jobinstanceid = ANY(?)",
                        "DELETE FROM jobstatus WHERE id = ANY(?)",
                        "DELETE FROM jobinstancedata WHERE jobinstanceid = ANY(?)")
                .forEach(delete -> database.update(delete, Database.longs(instances)));
        database.batch(
                "DELETE FROM checkpointdata WHERE id LIKE ?", instances, instance -> new Object[] {instance + ",%"});
    }
}
