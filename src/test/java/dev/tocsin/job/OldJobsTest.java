package dev.tocsin.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.EmptyDatabase;
import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.Migrations;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is kept of jobs, here and by the batch runtime. */
class OldJobsTest {

    private static final int KEPT = 1000;
    private static final String OURS = "check-assertions";

    private Instant now = Instant.parse("2026-03-04T05:06:07Z");
    private Database database;
    private JobTable table;
    private OldJobs old;

    private void on(Dialect dialect) {
        DataSource source = EmptyDatabase.of(dialect);
        Migrations.migrate(source, dialect);
        database = new Database(source);
        TestClock clock = new TestClock(() -> now);
        table = new JobTable(database, new Ids(database), clock);
        old = new OldJobs(table, new BatchRecords(database), clock);
    }

    /** As the batch runtime makes them: nothing is deleted with what it belongs to. */
    private void theBatchRuntimeKeepsItsTablesHere() {
        Stream.of(
                        "jbatchjobinstancedata (jobinstanceid integer PRIMARY KEY, name varchar(512))",
                        "jbatchexecutioninstancedata (jobexecid integer PRIMARY KEY,"
                                + " jobinstanceid bigint REFERENCES jbatchjobinstancedata (jobinstanceid))",
                        "jbatchstepexecutioninstancedata (stepexecid integer PRIMARY KEY,"
                                + " jobexecid bigint REFERENCES jbatchexecutioninstancedata (jobexecid))",
                        "jbatchjobstatus (id bigint REFERENCES jbatchjobinstancedata (jobinstanceid))",
                        "jbatchstepstatus (id bigint REFERENCES jbatchstepexecutioninstancedata (stepexecid))",
                        "jbatchcheckpointdata (id varchar(512))")
                .forEach(definition -> database.update("CREATE TABLE " + definition));
    }

    /** With two executions, of which each has a step, and a checkpoint. */
    private void keptByTheBatchRuntime(long instance, String name) {
        database.update("INSERT INTO jbatchjobinstancedata VALUES (?, ?)", instance, name);
        database.update("INSERT INTO jbatchjobstatus VALUES (?)", instance);
        database.update("INSERT INTO jbatchcheckpointdata VALUES (?)", instance + ",records,READER");
        for (long execution = 10 * instance; execution < 10 * instance + 2; execution++) {
            database.update("INSERT INTO jbatchexecutioninstancedata VALUES (?, ?)", execution, instance);
            database.update("INSERT INTO jbatchstepexecutioninstancedata VALUES (?, ?)", execution, execution);
            database.update("INSERT INTO jbatchstepstatus VALUES (?)", execution);
        }
    }

    private void aMinuteLater() {
        now = now.plusSeconds(60);
    }

    private List<Long> instances() {
        return database.query(
                "SELECT jobinstanceid FROM jbatchjobinstancedata ORDER BY jobinstanceid",
                row -> row.getLong("jobinstanceid"));
    }

    private List<Long> rows() {
        return Stream.of(
                        "jbatchjobstatus",
                        "jbatchcheckpointdata",
                        "jbatchexecutioninstancedata",
                        "jbatchstepexecutioninstancedata",
                        "jbatchstepstatus")
                .map(name -> database.query("SELECT COUNT(*) AS many FROM " + name, row -> row.getLong("many"))
                        .get(0))
                .toList();
    }

    private long job(Long instance) {
        now = now.plusSeconds(1);
        long id = table.newId();
        table.insert(id, OURS, JsonValue.EMPTY_JSON_OBJECT, JobStatus.STARTING, "a node");
        if (instance != null) {
            table.begun(id, instance, instance, "a node");
        }
        return id;
    }

    private long ended(Long instance) {
        long id = job(instance);
        table.ended(id, JobStatus.COMPLETED);
        return id;
    }

    /** All at once, because they are so many. */
    private void others(int count) {
        now = now.plusSeconds(1);
        database.update(
                "INSERT INTO tocsin_job (id, name, status, node, alive_at, created_at, finished_at, total, done, failing)"
                        + " SELECT -x, 'respond-to-issues', 'COMPLETED', 'a node', CAST(? AS timestamp with time zone),"
                        + " CAST(? AS timestamp with time zone), CAST(? AS timestamp with time zone), 0, 0, 0"
                        + " FROM generate_series(1, CAST(? AS integer)) t(x)",
                now,
                now,
                now,
                count);
    }

    @ParameterizedTest
    @EnumSource
    void theLastThousandAreKeptAndWhatHasNotEnded(Dialect dialect) {
        on(dialect);
        long running = job(1L);
        long oldest = ended(2L);
        List<Long> kept = new ArrayList<>(List.of(ended(3L), ended(4L)));
        others(KEPT - kept.size());

        assertThat(old.forget()).as("of those that ended just now").isZero();
        aMinuteLater();
        assertThat(old.forget()).isEqualTo(1);
        assertThat(table.find(oldest)).isEmpty();
        assertThat(kept).allMatch(id -> table.find(id).isPresent());
        assertThat(table.find(running)).isPresent();
        assertThat(old.forget()).isZero();

        table.ended(running, JobStatus.FAILED);
        assertThat(old.forget()).as("as long as its end is being written").isZero();
        aMinuteLater();
        assertThat(old.forget()).isEqualTo(1);
        assertThat(table.find(running)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aJobGoesWithWhatTheBatchRuntimeKeepsOfItAndOfItsPartitions(Dialect dialect) {
        on(dialect);
        theBatchRuntimeKeepsItsTablesHere();
        keptByTheBatchRuntime(1, OURS);
        keptByTheBatchRuntime(2, ":1:records:0");
        keptByTheBatchRuntime(3, ":1:records:1");
        keptByTheBatchRuntime(11, OURS);
        keptByTheBatchRuntime(12, ":11:records:0");
        keptByTheBatchRuntime(20, "a job of the application");
        ended(1L);
        ended(11L);
        others(KEPT - 1);
        aMinuteLater();

        assertThat(old.forget()).isEqualTo(1);
        assertThat(instances()).containsExactly(11L, 12L, 20L);
        assertThat(rows()).containsExactly(3L, 3L, 6L, 6L, 6L);
    }

    /** Tables that were there before the batch runtime was told to keep them elsewhere, say. */
    @ParameterizedTest
    @EnumSource
    void whatHasTheNumberOfAnOldJobButIsNotOursStays(Dialect dialect) {
        on(dialect);
        theBatchRuntimeKeepsItsTablesHere();
        keptByTheBatchRuntime(1, "a job of the application");
        keptByTheBatchRuntime(2, ":1:records:0");
        ended(1L);
        others(KEPT);
        aMinuteLater();

        assertThat(old.forget()).isEqualTo(1);
        assertThat(instances()).containsExactly(1L, 2L);
        assertThat(rows()).containsExactly(2L, 2L, 4L, 4L, 4L);
    }

    /** Which may belong to somebody who lets nobody delete from them. */
    @ParameterizedTest
    @EnumSource
    void aJobGoesEvenIfWhatTheBatchRuntimeKeepsOfItCannot(Dialect dialect) {
        on(dialect);
        theBatchRuntimeKeepsItsTablesHere();
        keptByTheBatchRuntime(1, OURS);
        database.update("CREATE TABLE theirs (id integer REFERENCES jbatchjobinstancedata (jobinstanceid))");
        database.update("INSERT INTO theirs VALUES (1)");
        long oldest = ended(1L);
        others(KEPT);
        aMinuteLater();

        assertThat(old.forget()).isEqualTo(1);
        assertThat(table.find(oldest)).isEmpty();
        assertThat(instances()).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource
    void manyGoBitByBit(Dialect dialect) {
        on(dialect);
        others(KEPT + 50);
        aMinuteLater();
        assertThat(Stream.generate(old::forget).limit(4)).containsExactly(20, 20, 10, 0);
    }
}
