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
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.JobExecution;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
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
    private ManagedExecutorService server;

    @Inject
    private JobTable table;

    @Inject
    private LiveJobs live;

    @Inject
    private NodeName node;

    private Executor executor = task -> server.execute(task);
    private final Map<Long, CountDownLatch> ends = new ConcurrentHashMap<>();

    /** For the container. */
    protected Jobs() {}

    Jobs(Executor executor, JobTable table, LiveJobs live, NodeName node) {
        this.executor = executor;
        this.table = table;
        this.live = live;
        this.node = node;
    }

    /**
     * Starts a job, and does not wait for it.
     *
     * @param parameters what it is told, each a text
     * @return its id
     * @throws IllegalJobChange if it could not be started
     */
    @Needs(OPERATE)
    public long start(String name, JsonObject parameters) {
        long id = table.newId();
        Properties properties = properties(parameters, id);
        begin(
                id,
                () -> table.insert(id, name, parameters, JobStatus.STARTING, node.text()),
                () -> BatchRuntime.getJobOperator().start(name, properties));
        return id;
    }

    /**
     * Starts a job for what is taken for it, and does not wait. Both are written, or neither: if this node dies, another
     * one starts the job.
     *
     * @param take called with the id of the job, in the transaction that enters it; returns its parameters, each a text, or
     *     empty if there is nothing to do
     * @return its id; empty if there is no job
     * @throws IllegalJobChange if it was entered, but could not be started; then it has failed
     */
    @Needs(OPERATE)
    public Optional<Long> start(String name, LongFunction<Optional<JsonObject>> take) {
        long id = table.newId();
        Properties properties = new Properties();
        Supplier<Optional<JsonObject>> told = () -> {
            Optional<JsonObject> parameters = take.apply(id);
            parameters.ifPresent(texts -> properties.putAll(properties(texts, id)));
            return parameters;
        };
        live.add(id);
        boolean entered = false;
        try {
            entered = table.insert(id, name, told, JobStatus.STARTING, node.text());
        } finally {
            if (!entered) {
                live.remove(id);
            }
        }
        if (!entered) {
            return Optional.empty();
        }
        submit(id, () -> BatchRuntime.getJobOperator().start(name, properties));
        return Optional.of(id);
    }

    /** The last of that name that was asked for and has not begun, on whatever node; of those that wait for their turn. */
    @Needs(READ)
    public Optional<Long> notBegun(String name) {
        return table.notBegun(name);
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
        Job before = find(id);
        if (!table.stopping(id)) {
            throw new IllegalJobChange(
                    "Job " + id + " is " + word(before.status()) + "; only a running one can be stopped");
        }
        // Where it runs is known from here on: it may have been starting before.
        Job job = find(id);
        if (job.node().equals(node.text())) {
            stopHere(job);
        }
        return job;
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
        resume(job, () -> {
            if (!table.starting(id, node.text())) {
                throw new IllegalJobChange("Job " + id + " is " + word(job.status())
                        + "; only one that was stopped, or that failed, can be restarted");
            }
        });
        return find(id);
    }

    /**
     * Goes on with a job of another node, or with one that had ended.
     *
     * @param take makes it this node's; throws if it cannot
     */
    void resume(Job job, Runnable take) {
        Properties properties = properties(job.parameters(), job.id());
        begin(
                job.id(),
                take,
                () -> job.executionId() == null
                        ? BatchRuntime.getJobOperator().start(job.name(), properties)
                        : BatchRuntime.getJobOperator().restart(latest(job.executionId()), properties));
    }

    /** One that could not be restarted has an execution that nobody told us of, and the batch runtime asks for the latest. */
    private static long latest(long executionId) {
        JobOperator operator = BatchRuntime.getJobOperator();
        return operator.getJobExecutions(operator.getJobInstance(executionId)).stream()
                .mapToLong(JobExecution::getExecutionId)
                .max()
                .orElse(executionId);
    }

    private static Properties properties(JsonObject parameters, long id) {
        Properties properties = new Properties();
        parameters.keySet().forEach(key -> properties.setProperty(key, parameters.getString(key)));
        properties.setProperty(JOB, Long.toString(id));
        return properties;
    }

    /** It is known to be under way before the table says so: what the table alone knows of is taken to have ended. */
    private void begin(long id, Runnable write, Supplier<Long> start) {
        boolean added = live.add(id);
        try {
            write.run();
        } catch (RuntimeException | Error e) {
            if (added) {
                live.remove(id);
            }
            throw e;
        }
        submit(id, start);
    }

    /** In another thread, because the caller's transaction is no business of the batch runtime. */
    private void submit(long id, Supplier<Long> start) {
        FutureTask<Long> starting = new FutureTask<>(() -> begun(id, start));
        try {
            executor.execute(starting);
            starting.get();
        } catch (InterruptedException e) {
            // It starts all the same; or if the server stops, on another node.
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalJobChange("Job " + id + " could not be started: " + StartUp.rootMessage(e));
        } catch (RuntimeException e) {
            refused(id, e);
            throw new IllegalJobChange("Job " + id + " could not be started: " + StartUp.rootMessage(e));
        }
    }

    private long begun(long id, Supplier<Long> start) {
        try {
            return start.get();
        } catch (RuntimeException | Error e) {
            refused(id, e);
            throw e;
        }
    }

    private void refused(long id, Throwable why) {
        LOG.log(Level.WARNING, why, () -> "Job " + id + " could not be started");
        try {
            table.refused(id, "It could not be started: " + StartUp.rootMessage(why));
            live.remove(id);
        } catch (RuntimeException e) {
            live.endedUnwritten(id, JobStatus.FAILED);
            throw e;
        }
    }

    static String word(JobStatus status) {
        return status.name().toLowerCase(java.util.Locale.ROOT);
    }
}
