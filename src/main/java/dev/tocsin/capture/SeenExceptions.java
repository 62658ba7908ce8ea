package dev.tocsin.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;

/**
 * The exceptions that have had their issue: one that passes through several beans on its way out has one. Once it has left the
 * outermost of them, it is forgotten: some are thrown again and again, the very same, as the virtual machine does with those of
 * code that it has compiled.
 */
@ApplicationScoped
class SeenExceptions {

    private final ThreadLocal<Calls> calls = new ThreadLocal<>();

    /** A call of a bean begins in this thread, perhaps from within that of another. */
    void enter() {
        Calls outer = calls.get();
        if (outer == null) {
            outer = new Calls();
            calls.set(outer);
        }
        outer.depth++;
    }

    /** It has ended. */
    void leave() {
        Calls own = calls.get();
        own.depth--;
        if (own.depth == 0) {
            calls.remove();
        }
    }

    /** Within a call: whether no other within the outermost one was told of that exception. */
    boolean isNew(Throwable thrown) {
        return calls.get().isNew(thrown);
    }

    /** The calls that are under way in a thread. */
    private static final class Calls {
        private final Set<Seen> seen = new HashSet<>();
        private final ReferenceQueue<Throwable> gone = new ReferenceQueue<>();
        private int depth;

        boolean isNew(Throwable thrown) {
            for (Object old = gone.poll(); old != null; old = gone.poll()) {
                seen.remove(old);
            }
            return seen.add(new Seen(thrown, gone));
        }
    }

    /** Equal if it is the very same; keeps nothing from being forgotten, however long the outermost call takes. */
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
