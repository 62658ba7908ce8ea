package dev.tocsin.assertion;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The runs that are under way on this node. */
@ApplicationScoped
class LiveRuns {

    private final Map<Long, AssertionRun> all = new ConcurrentHashMap<>();
    private final Map<Long, RecordRun> overRecords = new ConcurrentHashMap<>();

    void add(AssertionRun run) {
        all.put(run.id(), run);
    }

    void add(RecordRun run) {
        overRecords.put(run.run().id(), run);
    }

    /** Empty if it is not under way here, or not over records. */
    Optional<RecordRun> overRecords(long runId) {
        return Optional.ofNullable(overRecords.get(runId));
    }

    Collection<AssertionRun> all() {
        return List.copyOf(all.values());
    }

    /** How many of them no job does. */
    int withoutJob() {
        return (int) all.values().stream().filter(run -> run.jobId() == null).count();
    }

    void removeOfJob(long jobId) {
        all.values().stream()
                .filter(run -> run.jobId() != null && run.jobId() == jobId)
                .map(AssertionRun::id)
                .forEach(this::remove);
    }

    void remove(long runId) {
        all.remove(runId);
        overRecords.remove(runId);
    }
}
