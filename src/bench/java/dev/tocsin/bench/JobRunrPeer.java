package dev.tocsin.bench;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.scheduling.BackgroundJob;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.sql.postgres.PostgresStorageProvider;

/** JobRunr, the open source one, with sixteen workers. It looks for work every five seconds at the most. */
public final class JobRunrPeer implements AutoCloseable {

    private static final int WORKERS = 16;
    private static volatile CountDownLatch left = new CountDownLatch(0);

    private final BenchDatabase database;
    private final HikariDataSource pool;

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
        left.countDown();
    }

    void schedule(int jobs) throws SQLException {
        database.execute("TRUNCATE jobrunr_jobs");
        left = new CountDownLatch(jobs);
        BackgroundJob.enqueue(IntStream.range(0, jobs).boxed(), i -> JobRunrPeer.nothing());
        database.settle();
    }

    void runAll() throws InterruptedException {
        BackgroundJobServer server = JobRunr.getBackgroundJobServer();
        server.start();
        left.await();
        server.pauseProcessing();
    }

    @Override
    public void close() {
        JobRunr.destroy();
        pool.close();
    }
}
