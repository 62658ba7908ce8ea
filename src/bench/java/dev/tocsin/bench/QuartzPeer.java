package dev.tocsin.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/** Quartz, clustered, as two nodes need it, with sixteen threads. */
public final class QuartzPeer implements AutoCloseable {

    private static final int THREADS = 16;
    private static volatile Jobs jobs = new Jobs(0);

    private final BenchDatabase database;

    QuartzPeer(BenchDatabase database) throws SQLException, IOException {
        this.database = database;
        try (InputStream tables =
                Scheduler.class.getResourceAsStream("/org/quartz/impl/jdbcjobstore/tables_postgres.sql")) {
            String script = new String(tables.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
            for (String statement : script.split(";")) {
                if (!statement.isBlank()) {
                    database.execute(statement);
                }
            }
        }
    }

    /** What it runs. */
    public static class Nothing implements Job {
        @Override
        public void execute(JobExecutionContext context) {
            jobs.run();
        }
    }

    private Scheduler scheduler() throws SchedulerException {
        Properties properties = new Properties();
        Map.of(
                        "org.quartz.scheduler.instanceId", "AUTO",
                        "org.quartz.scheduler.skipUpdateCheck", "true",
                        "org.quartz.threadPool.threadCount", Integer.toString(THREADS),
                        "org.quartz.jobStore.class", "org.quartz.impl.jdbcjobstore.JobStoreTX",
                        "org.quartz.jobStore.driverDelegateClass", "org.quartz.impl.jdbcjobstore.PostgreSQLDelegate",
                        "org.quartz.jobStore.dataSource", "bench",
                        "org.quartz.jobStore.isClustered", "true",
                        "org.quartz.scheduler.batchTriggerAcquisitionMaxCount", Integer.toString(THREADS))
                .forEach(properties::setProperty);
        properties.setProperty("org.quartz.jobStore.acquireTriggersWithinLock", "true");
        properties.setProperty("org.quartz.dataSource.bench.provider", "hikaricp");
        properties.setProperty("org.quartz.dataSource.bench.driver", "org.postgresql.Driver");
        properties.setProperty("org.quartz.dataSource.bench.URL", database.url());
        properties.setProperty("org.quartz.dataSource.bench.maxConnections", Integer.toString(THREADS + 4));
        return new StdSchedulerFactory(properties).getScheduler();
    }

    void schedule(int jobs) throws SchedulerException, SQLException {
        Map<JobDetail, Set<? extends Trigger>> all = new HashMap<>();
        Date now = new Date();
        for (int i = 0; i < jobs; i++) {
            all.put(
                    JobBuilder.newJob(Nothing.class).withIdentity("job-" + i).build(),
                    Set.of(TriggerBuilder.newTrigger()
                            .withIdentity("trigger-" + i)
                            .startAt(now)
                            .build()));
        }
        Scheduler scheduler = scheduler();
        scheduler.clear();
        scheduler.scheduleJobs(all, true);
        scheduler.shutdown(true);
        QuartzPeer.jobs = new Jobs(jobs);
        database.settle();
    }

    double runAll() throws Exception {
        Scheduler scheduler = scheduler();
        scheduler.start();
        double seconds = jobs.seconds();
        scheduler.shutdown(true);
        return seconds;
    }

    @Override
    public void close() {
        jobs = new Jobs(0);
    }
}
