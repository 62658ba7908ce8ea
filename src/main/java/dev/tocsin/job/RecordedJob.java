package dev.tocsin.job;

import dev.tocsin.platform.Json;
import dev.tocsin.platform.NodeName;
import jakarta.batch.api.listener.JobListener;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.json.JsonObjectBuilder;
import java.util.Properties;

/** Keeps what is known of a job, whoever started it. */
@Dependent
@Named("tocsinRecordedJob")
public class RecordedJob implements JobListener {

    @Inject
    private JobContext context;

    @Inject
    private Apart apart;

    @Inject
    private JobTable table;

    @Inject
    private Jobs jobs;

    @Inject
    private NodeName node;

    @Override
    public void beforeJob() {
        long execution = context.getExecutionId();
        Properties parameters = BatchRuntime.getJobOperator().getParameters(execution);
        long instance = context.getInstanceId();
        String name = context.getJobName();
        long id = apart.call(() -> begin(execution, instance, name, parameters));
        context.setTransientUserData(id);
    }

    private long begin(long execution, long instance, String name, Properties parameters) {
        long id = table.ofInstance(instance)
                .map(Job::id)
                .or(() -> java.util.Optional.ofNullable(parameters)
                        .map(given -> given.getProperty(Jobs.JOB))
                        .map(Long::valueOf))
                .orElseGet(() -> startedByAnOperator(name, parameters));
        table.begun(id, instance, execution, node.text());
        return id;
    }

    private long startedByAnOperator(String name, Properties parameters) {
        JsonObjectBuilder json = Json.provider().createObjectBuilder();
        if (parameters != null) {
            parameters.stringPropertyNames().forEach(key -> json.add(key, parameters.getProperty(key)));
        }
        return table.insert(name, json.build(), JobStatus.STARTING, node.text());
    }

    @Override
    public void afterJob() {
        long id = (Long) context.getTransientUserData();
        JobStatus status = ended(context.getBatchStatus());
        apart.run(() -> table.ended(id, status));
        jobs.ended(id);
    }

    private static JobStatus ended(BatchStatus status) {
        return switch (status) {
            case STOPPING, STOPPED -> JobStatus.STOPPED;
            case FAILED, ABANDONED -> JobStatus.FAILED;
            default -> JobStatus.COMPLETED;
        };
    }
}
