package dev.tocsin.security;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Who is calling in this thread: bound by the gate, for as long as a request of a page or of the API
 * lasts. The application's own code has no caller, and may do everything.
 */
@ApplicationScoped
public class CurrentCaller {

    private static final ThreadLocal<Entry> CURRENT = new ThreadLocal<>();

    private record Entry(Caller caller, boolean checked) {}

    /** Empty for the application's own code. */
    public Optional<Caller> get() {
        return Optional.ofNullable(CURRENT.get()).map(Entry::caller);
    }

    /** Whether the caller may do this; true for the application's own code. */
    public boolean may(Permission permission) {
        Entry entry = CURRENT.get();
        return entry == null || entry.caller().may(permission);
    }

    /** Calls what belongs to a request of that caller. */
    <T> T during(Caller caller, Callable<T> request) throws Exception {
        return with(new Entry(caller, false), request);
    }

    /**
     * Calls what needs a permission. What it calls in turn is not asked for more: a service that may be
     * called may call the others, and so may observers of the application.
     *
     * @throws Forbidden if the caller has not that permission
     */
    <T> T checked(Permission needed, Callable<T> call) throws Exception {
        Entry entry = CURRENT.get();
        if (entry == null || entry.checked()) {
            return call.call();
        }
        if (!entry.caller().may(needed)) {
            throw new Forbidden(entry.caller(), needed);
        }
        return with(new Entry(entry.caller(), true), call);
    }

    private static <T> T with(Entry entry, Callable<T> call) throws Exception {
        Entry before = CURRENT.get();
        CURRENT.set(entry);
        try {
            return call.call();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }
}
