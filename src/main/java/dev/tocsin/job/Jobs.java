package dev.tocsin.job;

import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Page;
import dev.tocsin.platform.StartUp;
import dev.tocsin.security.Needs;
import jakarta.annotation.Resource;
import jakarta.batch.operations.BatchRuntimeException;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Starts, stops, restarts and finds the jobs of Tocsin. They are Jakarta Batch jobs, {@code
 * check-assertions} and {@code respond-to-issues}, and can be started by a {@code JobOperator} as well.
 */
@ApplicationScoped
public class Jobs {

    /** The parameter by which a job that was started here is told apart from one that a JobOperator started. */
    static final String JOB = "tocsin.job";

    private static final Logger LOG = Logger.getLogger(Jobs.class.getName());

    /** A job of another node is looked at so often. */
    private static final long LOOK_MILLIS = 500;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Inject
    private JobTable table;

    @Inject
    private NodeName node;

    private final Map<Long, CountDownLatch> ends = new ConcurrentHashMap<>();

    /**
     * Starts a job, and does not wait for it.
     *
     * @param parameters what it is told, each a text
     * @return its id
     */
    @Needs(OPERATE)
    public long start(String name, JsonObject parameters) {
        long id = table.insert(name, parameters, JobStatus.STARTING, node.text());
        Properties properties = properties(parameters, id);
        submit(id, () -> BatchRuntime.getJobOperator().start(name, properties));
        return id;
    }

    /** @throws JobNotFound if there is none of that id */
    @Needs(READ)
    public Job find(long id) {
        return table.find(id).orElseThrow(() -> new JobNotFound(id));
    }

    /** Newest first, the last thousand. */
    @Needs(READ)
    public Page<Job> list(int limit, Cursor after) {
        List<Job> rows = table.newest(limit + 1, after);
        return Page.of(rows, limit, job -> new Cursor(job.createdAt(), job.id()));
    }

    /**
     * Waits until a job has ended, on whatever node.
     *
     * @throws JobNotFound if there is none of that id
     */
    @Needs(READ)
    public Job awaitEnd(long id) {
        CountDownLatch end = ends.computeIfAbsent(id, none -> new CountDownLatch(1));
        try {
            Job job = find(id);
            while (!job.status().hasEnded()) {
                end.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                job = find(id);
            }
            return job;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while job " + id + " was waited for", e);
        } finally {
            ends.remove(id);
        }
    }

    /** It has ended, on this node. */
    void ended(long id) {
        CountDownLatch end = ends.get(id);
        if (end != null) {
            end.countDown();
        }
    }

    /**
     * Tells a job to stop, on whatever node it runs. It ends at its next checkpoint, and can be restarted from
     * there.
     *
     * @throws JobNotFound if there is none of that id
     * @throws IllegalJobChange if it is not running
     */
    @Needs(OPERATE)
    public Job stop(long id) {
        Job job = find(id);
        if (!table.stopping(id)) {
            throw new IllegalJobChange(
                    "Job " + id + " is " + word(job.status()) + "; only a running one can be stopped");
        }
        if (job.node().equals(node.text())) {
            stopHere(job);
        }
        return find(id);
    }

    /** The node where it runs does so when it next says that it lives. */
    void stopHere(Job job) {
        try {
            BatchRuntime.getJobOperator().stop(job.executionId());
        } catch (BatchRuntimeException e) {
            LOG.log(Level.FINE, "It has ended by itself, which is as good", e);
        }
    }

    /**
     * Goes on with a job that was stopped, or that failed, where it was.
     *
     * @throws JobNotFound if there is none of that id
     * @throws IllegalJobChange if it was neither
     */
    @Needs(OPERATE)
    public Job restart(long id) {
        Job job = find(id);
        if (!table.starting(id, node.text())) {
            throw new IllegalJobChange("Job " + id + " is " + word(job.status())
                    + "; only one that was stopped, or that failed, can be restarted");
        }
        resume(job);
        return find(id);
    }

    /** This node has it now. */
    void resume(Job job) {
        Properties properties = properties(job.parameters(), job.id());
        submit(
                job.id(),
                () -> job.executionId() == null
                        ? BatchRuntime.getJobOperator().start(job.name(), properties)
                        : BatchRuntime.getJobOperator().restart(job.executionId(), properties));
    }

    private static Properties properties(JsonObject parameters, long id) {
        Properties properties = new Properties();
        parameters.keySet().forEach(key -> properties.setProperty(key, parameters.getString(key)));
        properties.setProperty(JOB, Long.toString(id));
        return properties;
    }

    /** In another thread, because the caller's transaction is no business of the batch runtime. */
    private void submit(long id, Supplier<Long> start) {
        try {
            executor.submit(start::get).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            table.refused(id, "It was interrupted before it had begun");
        } catch (ExecutionException e) {
            LOG.log(Level.WARNING, e.getCause(), () -> "Job " + id + " could not be started");
            table.refused(id, "It could not be started: " + StartUp.rootMessage(e));
            throw new IllegalJobChange("Job " + id + " could not be started: " + StartUp.rootMessage(e));
        }
    }

    private static String word(JobStatus status) {
        return status.name().toLowerCase(java.util.Locale.ROOT);
    }
}
