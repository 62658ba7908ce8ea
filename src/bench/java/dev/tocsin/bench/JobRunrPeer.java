package dev.tocsin.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.BackgroundJob;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr, the open source one, with sixteen workers. It looks for work every five seconds at the most. */
public final class JobRunrPeer implements AutoCloseable {

    private static final int WORKERS = 16;
    private static volatile Jobs jobs = new Jobs(0);

    private final BenchDatabase database;
    private final HikariDataSource pool;
    private boolean started;

    JobRunrPeer(BenchDatabase database) {
        this.database = database;
        pool = database.pool(WORKERS + 4);
        JobRunr.configure()
                .useStorageProvider(new PostgresStorageProvider(pool))
                .useBackgroundJobServer(
                        BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                                .andWorkerCount(WORKERS)
                                .andPollIntervalInSeconds(5),
                        false)
                .initialize();
    }

    /** What it runs. */
    public static void nothing() {
        jobs.run();
    }

    void schedule(int jobs) throws SQLException {
        database.execute("TRUNCATE jobrunr_jobs");
        JobRunrPeer.jobs = new Jobs(jobs);
        BackgroundJob.enqueue(IntStream.range(0, jobs).boxed(), i -> JobRunrPeer.nothing());
        database.settle();
    }

    double runAll() throws Exception {
        BackgroundJobServer server = JobRunr.getBackgroundJobServer();
        // Who has paused is not started again by a start.
        if (started) {
            server.resumeProcessing();
        } else {
            server.start();
        }
        started = true;
        double seconds = jobs.seconds();
        server.pauseProcessing();
        return seconds;
    }

    @Override
    public void close() {
        JobRunr.destroy();
        pool.close();
    }
}
