package dev.tocsin.assertion;

import dev.tocsin.job.Apart;
import dev.tocsin.platform.FailureText;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.ItemReader;
import jakarta.batch.runtime.context.StepContext;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.io.Serializable;
import java.util.List;

/** Checks a range of the records; each item is what came of a page of them. */
@Dependent
@Named("tocsinRecordReader")
public class RecordReader implements ItemReader {

    @Inject
    @BatchProperty
    private String run;

    @Inject
    @BatchProperty
    private String part;

    @Inject
    private StepContext step;

    @Inject
    private AssertionRunner runner;

    @Inject
    private Apart apart;

    @Inject
    private RecordParts parts;

    @Inject
    private LiveRuns live;

    private RecordScan scan;
    private RangeProgress progress;

    /** The checkpoint is that of the range itself: {@link RecordParts#reached}. */
    @Override
    public void open(Serializable checkpoint) {
        RecordRun records = live.overRecords(Long.parseLong(run)).orElse(null);
        RecordParts.Part range = apart.call(() -> parts.ofRun(Long.parseLong(run))).stream()
                .filter(one -> one.number() == Integer.parseInt(part))
                .findFirst()
                .orElse(null);
        if (records == null || range == null) {
            // Its assertion was deleted, or is being checked by someone else.
            return;
        }
        progress = new RangeProgress(records, range);
        step.setTransientUserData(progress);
        try {
            List<Class<?>> types = runner.entity(records.definition()).idTypes();
            scan = runner.scan(
                    records,
                    key(range.reachedKey() == null ? range.afterKey() : range.reachedKey(), types),
                    key(range.upToKey(), types));
        } catch (AssertionRunner.NotCallable e) {
            records.breakOff(e.getMessage());
        } catch (RuntimeException | LinkageError e) {
            // Its own fault: the job goes on with the others.
            records.breakOff(FailureText.of(e));
        }
    }

    private static List<Object> key(String text, List<Class<?>> types) {
        return text == null ? null : RecordKey.parse(text, types);
    }

    @Override
    public Object readItem() {
        if (scan == null) {
            return null;
        }
        RecordScan.Page page = scan.next();
        if (page != null) {
            progress.add(page, RecordKey.text(scan.after()));
        }
        return page;
    }

    @Override
    public Serializable checkpointInfo() {
        return progress == null ? null : progress.part().reachedKey();
    }

    @Override
    public void close() {
        if (scan != null) {
            scan.close();
        }
    }
}
