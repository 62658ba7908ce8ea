package dev.tocsin.assertion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The checks that go on in a thread of this node. One that goes on though it took too long and was
 * interrupted has its thread for good; so that it does not get another with each run, its assertion is not
 * checked here meanwhile.
 */
@ApplicationScoped
class HangingChecks {

    /** That one goes on. Not a record: two of the same moment are two. */
    private static final class Call {
        private final long assertionId;
        private final Instant since;

        Call(long assertionId, Instant since) {
            this.assertionId = assertionId;
            this.since = since;
        }
    }

    /** An earlier check has not ended. */
    static final class StillHangs extends Exception {
        StillHangs(Instant since) {
            super("The check of " + since.truncatedTo(ChronoUnit.SECONDS)
                    + " still hangs, although it was interrupted; it is checked again once that has ended");
        }
    }

    private final Set<Call> underWay = ConcurrentHashMap.newKeySet();

    @Inject
    private Clock clock;

    /** For the container. */
    HangingChecks() {}

    HangingChecks(Clock clock) {
        this.clock = clock;
    }

    /** The same work, of which it is known how long it goes on. */
    <T> Callable<T> watched(long assertionId, Callable<T> work) {
        return () -> {
            Call call = new Call(assertionId, clock.instant());
            underWay.add(call);
            try {
                return work.call();
            } finally {
                underWay.remove(call);
            }
        };
    }

    /**
     * For the beginning of a run. There is one of an assertion at a time: what goes on by then was given up.
     *
     * @throws StillHangs if an earlier check of that assertion goes on
     */
    void refuse(long assertionId) throws StillHangs {
        Instant since = underWay.stream()
                .filter(call -> call.assertionId == assertionId)
                .map(call -> call.since)
                .min(Comparator.naturalOrder())
                .orElse(null);
        if (since != null) {
            throw new StillHangs(since);
        }
    }
}
