package dev.tocsin.assertion;

import dev.tocsin.job.Apart;
import dev.tocsin.platform.Settings;
import jakarta.batch.api.partition.PartitionMapper;
import jakarta.batch.api.partition.PartitionPlan;
import jakarta.batch.api.partition.PartitionPlanImpl;
import jakarta.batch.runtime.context.JobContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;
import java.util.Properties;

/** A partition for each range of records; after a restart, the same ones. */
@Dependent
@Named("tocsinRecordPartitions")
public class RecordPartitions implements PartitionMapper {

    @Inject
    private JobContext job;

    @Inject
    private Apart apart;

    @Inject
    private RecordParts parts;

    @Inject
    private Settings settings;

    @Override
    public PartitionPlan mapPartitions() {
        long jobId = (Long) job.getTransientUserData();
        List<RecordParts.Part> ofJob = apart.call(() -> parts.ofJob(jobId));
        Properties[] properties = new Properties[ofJob.size()];
        for (int i = 0; i < properties.length; i++) {
            RecordParts.Part part = ofJob.get(i);
            properties[i] = new Properties();
            properties[i].setProperty("run", Long.toString(part.runId()));
            properties[i].setProperty("part", Integer.toString(part.number()));
        }
        PartitionPlan plan = new PartitionPlanImpl();
        plan.setPartitions(ofJob.size());
        plan.setThreads(Math.min(ofJob.size(), settings.jobThreads()));
        // After a kill, the batch runtime knows nothing of the partitions that there were; this application does.
        plan.setPartitionsOverride(true);
        plan.setPartitionProperties(properties);
        return plan;
    }
}
