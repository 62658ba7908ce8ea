package dev.tocsin.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The jobs that this node has under way, from before they are in the database as such until they have ended;
 * and how those ended of which the database does not know it yet.
 */
@ApplicationScoped
class LiveJobs {

    private final Set<Long> underWay = ConcurrentHashMap.newKeySet();
    private final Map<Long, JobStatus> ends = new ConcurrentHashMap<>();

    /** @return whether it was not there yet */
    boolean add(long id) {
        return underWay.add(id);
    }

    /** It has ended, and that is written; or it has not begun. */
    void remove(long id) {
        underWay.remove(id);
        ends.remove(id);
    }

    /** It has ended, and that could not be written. */
    void endedUnwritten(long id, JobStatus status) {
        ends.put(id, status);
        underWay.remove(id);
    }

    boolean contains(long id) {
        return underWay.contains(id);
    }

    /** How it ended, if that could not be written. */
    Optional<JobStatus> end(long id) {
        return Optional.ofNullable(ends.get(id));
    }
}
