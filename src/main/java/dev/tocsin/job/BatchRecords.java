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
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the batch runtime keeps of jobs. It deletes none of it by itself, and reads its tables by columns that have no index,
 * so that each job would start more slowly than the one before. Known are the tables of JBatch, which Payara and GlassFish
 * have, where they are in Tocsin's own database; what is elsewhere stays.
 */
@ApplicationScoped
@InTransaction(TxType.REQUIRES_NEW)
class BatchRecords {

    private static final String INSTANCES = "jobinstancedata";

    private static final List<String> OTHERS =
            List.of("executioninstancedata", "stepexecutioninstancedata", "jobstatus", "stepstatus", "checkpointdata");

    /** What may be before and after the names of the tables, by the server's configuration. */
    private static final Pattern AFFIX = Pattern.compile("[a-z0-9_]*");

    /** A set of tables: Payara's are called {@code jbatchjobinstancedata} and so on. */
    private record Tables(String prefix, String suffix) {

        String named(String table) {
            return prefix + table + suffix;
        }

        /** @param statement with a # before the name of each table */
        String in(String statement) {
            return statement.replaceAll("#(\\w+)", prefix + "$1" + suffix);
        }
    }

    private Database database;

    /** For the container's proxy. */
    protected BatchRecords() {}

    @Inject
    BatchRecords(Database database) {
        this.database = database;
    }

    /** Of jobs that have ended, but for those that another node forgets at this moment. */
    public void forget(Collection<JobTable.Ended> jobs) {
        List<JobTable.Ended> begun =
                jobs.stream().filter(job -> job.instanceId() != null).toList();
        if (!begun.isEmpty()) {
            tables().forEach(tables -> forget(begun, tables));
        }
    }

    private List<Tables> tables() {
        return namesLike("%" + INSTANCES + "%").stream()
                .map(name -> new Tables(
                        name.substring(0, name.indexOf(INSTANCES)),
                        name.substring(name.indexOf(INSTANCES) + INSTANCES.length())))
                .filter(tables -> AFFIX.matcher(tables.prefix()).matches()
                        && AFFIX.matcher(tables.suffix()).matches()
                        && OTHERS.stream().allMatch(other -> isHere(tables.named(other))))
                .toList();
    }

    private boolean isHere(String table) {
        return namesLike(table).contains(table);
    }

    private List<String> namesLike(String pattern) {
        return database.query(
                "SELECT LOWER(table_name) AS name FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA"
                        + " AND LOWER(table_name) LIKE ?",
                row -> row.getString("name"),
                pattern);
    }

    private void forget(List<JobTable.Ended> jobs, Tables tables) {
        List<Long> instances = new ArrayList<>();
        jobs.forEach(job -> instances.addAll(instancesOf(job, tables)));
        if (!instances.isEmpty()) {
            delete(instances, tables);
        }
    }

    /** Ranges of records are entered as instances as well, whose names begin with that of the job they are part of. */
    private List<Long> instancesOf(JobTable.Ended job, Tables tables) {
        // By its name as well: what these tables tell of may be jobs of somebody else.
        List<Long> instances = database.query(
                tables.in("SELECT jobinstanceid FROM #jobinstancedata WHERE jobinstanceid = ? AND name = ? ")
                        + Dialect.SKIP_LOCKED,
                row -> row.getLong("jobinstanceid"),
                job.instanceId(),
                job.name());
        if (instances.isEmpty()) {
            return instances;
        }
        List<Long> all = new ArrayList<>(instances);
        all.addAll(database.query(
                tables.in("SELECT jobinstanceid FROM #jobinstancedata WHERE name LIKE ?"),
                row -> row.getLong("jobinstanceid"),
                ":" + job.instanceId() + ":%"));
        return all;
    }

    private void delete(List<Long> instances, Tables tables) {
        String executions = " IN (SELECT jobexecid FROM #executioninstancedata WHERE jobinstanceid = ANY(?))";
        Stream.of(
                        "DELETE FROM #stepstatus WHERE id IN (SELECT stepexecid FROM #stepexecutioninstancedata"
                                + " WHERE jobexecid" + executions + ")",
                        "DELETE FROM #stepexecutioninstancedata WHERE jobexecid" + executions,
                        "DELETE FROM #executioninstancedata WHERE jobinstanceid = ANY(?)",
                        "DELETE FROM #jobstatus WHERE id = ANY(?)",
                        "DELETE FROM #jobinstancedata WHERE jobinstanceid = ANY(?)")
                .forEach(delete -> database.update(tables.in(delete), Database.longs(instances)));
        database.batch(tables.in("DELETE FROM #checkpointdata WHERE id LIKE ?"), instances, instance ->
                new Object[] {instance + ",%"});
    }
}
