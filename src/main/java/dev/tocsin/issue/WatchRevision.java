package dev.tocsin.issue;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The revision of the responders that this node matches new issues against. An issue remembers it, so
 * that a sweep finds those that were opened before a responder was saved, or on a node that did not
 * know of it yet.
 */
@ApplicationScoped
public class WatchRevision {

    /** Matched against nothing yet. */
    public static final long NONE = 0;

    private final AtomicLong known = new AtomicLong(NONE);

    public long known() {
        return known.get();
    }

    /** To be called after the responders of that revision are in use. */
    public void reached(long revision) {
        known.accumulateAndGet(revision, Math::max);
    }
}
