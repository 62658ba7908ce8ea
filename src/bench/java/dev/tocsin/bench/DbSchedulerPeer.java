package dev.tocsin.bench;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.TaskInstance;
import com.github.kagkarlsson.scheduler.task.helper.OneTimeTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** db-scheduler as its manual sets it up for throughput: lock and fetch, sixteen threads. */
final class DbSchedulerPeer implements AutoCloseable {

    private static final int THREADS = 16;

    private final BenchDatabase database;
    private final HikariDataSource pool;
    private final OneTimeTask<Void> nothing;
    private volatile Jobs jobs = new Jobs(0);

    DbSchedulerPeer(BenchDatabase database) throws SQLException {
        this.database = database;
        pool = database.pool(THREADS + 4);
        nothing = Tasks.oneTime("nothing").execute((instance, context) -> jobs.run());
        database.execute(
                "CREATE TABLE scheduled_tasks (task_name text NOT NULL, task_instance text NOT NULL,"
                        + " task_data bytea, execution_time timestamp with time zone NOT NULL, picked boolean NOT NULL,"
                        + " picked_by text, last_success timestamp with time zone, last_failure timestamp with time zone,"
                        + " consecutive_failures int, last_heartbeat timestamp with time zone, version bigint NOT NULL,"
                        + " priority smallint, PRIMARY KEY (task_name, task_instance))",
                "CREATE INDEX execution_time_idx ON scheduled_tasks (execution_time)",
                "CREATE INDEX last_heartbeat_idx ON scheduled_tasks (last_heartbeat)");
    }

    private Scheduler scheduler() {
        return Scheduler.create(pool, nothing)
                .threads(THREADS)
                .pollUsingLockAndFetch(1.0, 4.0)
                .pollingInterval(Duration.ofMillis(100))
                .build();
    }

    void schedule(int jobs) throws SQLException {
        database.execute("TRUNCATE scheduled_tasks");
        Scheduler client = scheduler();
        List<TaskInstance<?>> batch = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            batch.add(nothing.instance("job-" + i));
        }
        client.scheduleBatch(batch, Instant.now());
        this.jobs = new Jobs(jobs);
        database.settle();
    }

    double runAll() throws Exception {
        Scheduler scheduler = scheduler();
        scheduler.start();
        double seconds = jobs.seconds();
        scheduler.stop();
        return seconds;
    }

    @Override
    public void close() {
        pool.close();
    }
}
