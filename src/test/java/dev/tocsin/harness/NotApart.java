package dev.tocsin.harness;

import dev.tocsin.job.Apart;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;

/** Does the work of a batch step in the caller's thread. */
public final class NotApart extends Apart {

    private final BooleanSupplier databaseIsAway;

    public NotApart() {
        this(() -> false);
    }

    /** @param databaseIsAway whether nothing can be done now */
    public NotApart(BooleanSupplier databaseIsAway) {
        this.databaseIsAway = databaseIsAway;
    }

    @Override
    public <T> T call(Callable<T> work) {
        if (databaseIsAway.getAsBoolean()) {
            throw new IllegalStateException("no database");
        }
        try {
            return work.call();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
