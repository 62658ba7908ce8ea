package dev.tocsin.job;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the batch runtime keeps of jobs. It deletes none of it by itself, and reads its tables by columns that have no index,
 * so that each job would start more slowly than the one before. Known are the tables of JBatch, which Payara and GlassFish
 * have, where they are in Tocsin's own database; what is elsewhere stays.
 */
@ApplicationScoped
@InTransaction(TxType.REQUIRES_NEW)
class BatchRecords {

    private static final List<String> TABLES = List.of(
            "jobinstancedata",
            "executioninstancedata",
            "stepexecutioninstancedata",
            "jobstatus",
            "stepstatus",
            "checkpointdata");

    private Database database;

    /** For the container's proxy. */
    protected BatchRecords() {}

    @Inject
    BatchRecords(Database database) {
        this.database = database;
    }

    /** Of jobs that have ended, but for those that another node forgets at this moment. */
    public void forget(Collection<JobTable.Ended> jobs) {
        if (jobs.stream().allMatch(job -> job.instanceId() == null) || !tablesAreHere()) {
            return;
        }
        List<Long> instances = new ArrayList<>();
        jobs.stream().filter(job -> job.instanceId() != null).forEach(job -> instances.addAll(instancesOf(job)));
        if (!instances.isEmpty()) {
            delete(instances);
        }
    }

    private boolean tablesAreHere() {
        return database.query(
                                "SELECT table_name FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA"
                                        + " AND LOWER(table_name) = ANY(?)",
                                row -> row.getString("table_name"),
                                Database.texts(TABLES))
                        .size()
                == TABLES.size();
    }

    /** Ranges of records are entered as instances as well, whose names begin with that of the job they are part of. */
    private List<Long> instancesOf(JobTable.Ended job) {
        // By its name as well: what these tables tell of may be jobs of somebody else.
        List<Long> instances = database.query(
                "SELECT jobinstanceid FROM jobinstancedata WHERE jobinstanceid = ? AND name = ? " + Dialect.SKIP_LOCKED,
                row -> row.getLong("jobinstanceid"),
                job.instanceId(),
                job.name());
        if (instances.isEmpty()) {
            return instances;
        }
        List<Long> all = new ArrayList<>(instances);
        all.addAll(database.query(
                "SELECT jobinstanceid FROM jobinstancedata WHERE name LIKE ?",
                row -> row.getLong("jobinstanceid"),
                ":" + job.instanceId() + ":%"));
        return all;
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
