package dev.tocsin.job;

import dev.tocsin.platform.Json;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.StartUp;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.listener.JobListener;
import jakarta.batch.operations.JobOperator;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/** Keeps what is known of a job, whoever started it. */
@Dependent
@Named("tocsinRecordedJob")
public class RecordedJob implements JobListener {

    private static final Logger LOG = Logger.getLogger(RecordedJob.class.getName());

    /** What it was started as here; empty if a JobOperator started it. */
    @Inject
    @BatchProperty
    private String job;

    @Inject
    private JobContext context;

    @Inject
    private Apart apart;

    @Inject
    private JobTable table;

    @Inject
    private Jobs jobs;

    @Inject
    private LiveJobs live;

    @Inject
    private NodeName node;

    /** For the container. */
    public RecordedJob() {}

    RecordedJob(String job, JobContext context, Apart apart, JobTable table, Jobs jobs, LiveJobs live) {
        this.job = job;
        this.context = context;
        this.apart = apart;
        this.table = table;
        this.jobs = jobs;
        this.live = live;
    }

    @Override
    public void beforeJob() {
        long execution = context.getExecutionId();
        Properties parameters = BatchRuntime.getJobOperator().getParameters(execution);
        long instance = context.getInstanceId();
        String name = context.getJobName();
        Optional<Long> known = startedHere().or(() -> restarted(instance, execution));
        long id = known.orElseGet(() -> apart.call(table::newId));
        context.setTransientUserData(id);
        live.add(id);
        apart.run(() -> {
            if (known.isEmpty()) {
                table.insert(id, name, json(parameters), JobStatus.STARTING, node.text());
            }
            table.begun(id, instance, execution, node.text());
        });
    }

    /**
     * One that a JobOperator goes on with. A batch runtime that has lost its tables, which Payara Micro keeps in a temporary
     * folder by default, numbers its instances from 1 again: one is the same only if it has had the same execution.
     */
    private Optional<Long> restarted(long instance, long execution) {
        JobOperator operator = BatchRuntime.getJobOperator();
        Set<Long> before = operator.getJobExecutions(operator.getJobInstance(execution)).stream()
                .map(JobExecution::getExecutionId)
                .filter(id -> id != execution)
                .collect(Collectors.toSet());
        return apart.call(() -> table.ofInstance(instance))
                .filter(job -> before.contains(job.executionId()))
                .map(Job::id);
    }

    private Optional<Long> startedHere() {
        return job == null || job.isBlank() ? Optional.empty() : Optional.of(Long.valueOf(job));
    }

    private static JsonObject json(Properties parameters) {
        if (parameters == null) {
            return JsonValue.EMPTY_JSON_OBJECT;
        }
        JsonObjectBuilder json = Json.provider().createObjectBuilder();
        parameters.stringPropertyNames().forEach(key -> json.add(key, parameters.getProperty(key)));
        return json.build();
    }

    /** Also of a job that failed before it had begun. */
    @Override
    public void afterJob() {
        Optional.ofNullable((Long) context.getTransientUserData())
                .or(this::startedHere)
                .ifPresent(id -> ended(id, status(context.getBatchStatus())));
    }

    private void ended(long id, JobStatus status) {
        try {
            apart.run(() -> table.ended(id, status));
            live.remove(id);
        } catch (RuntimeException | Error e) {
            live.endedUnwritten(id, status);
            LOG.log(
                    Level.WARNING,
                    "Job {0,number,#} has ended ({1}), which cannot be written ({2}); it is as soon as the database is back.",
                    new Object[] {id, Jobs.word(status), StartUp.rootMessage(e)});
        } finally {
            jobs.ended(id);
        }
    }

    private static JobStatus status(BatchStatus status) {
        return switch (status) {
            case STOPPING, STOPPED -> JobStatus.STOPPED;
            case FAILED, ABANDONED -> JobStatus.FAILED;
            default -> JobStatus.COMPLETED;
        };
    }
}
