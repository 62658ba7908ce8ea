package dev.tocsin.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;

/** The exceptions that have had their issue: one that passes through several beans has one. */
@ApplicationScoped
class SeenExceptions {

    private final Set<Seen> seen = new HashSet<>();
    private final ReferenceQueue<Throwable> gone = new ReferenceQueue<>();

    synchronized boolean isNew(Throwable thrown) {
        for (Object old = gone.poll(); old != null; old = gone.poll()) {
            seen.remove(old);
        }
        return seen.add(new Seen(thrown, gone));
    }

    /** Equal if it is the very same; keeps nothing from being forgotten. */
    private static final class Seen extends WeakReference<Throwable> {
        private final int hash;

        Seen(Throwable thrown, ReferenceQueue<Throwable> gone) {
            super(thrown, gone);
            hash = System.identityHashCode(thrown);
        }

        @Override
        public boolean equals(Object other) {
            return this == other || other instanceof Seen that && get() != null && get() == that.get();
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
