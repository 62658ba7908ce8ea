package dev.tocsin.telemetry;

import dev.tocsin.platform.Database;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Whether the database answers. It is asked by one thread at a time, once a second at the most, and nobody
 * waits for it for long: so however often anyone wants to know, that is no load.
 */
@ApplicationScoped
class DatabaseProbe {

    private static final Logger LOG = Logger.getLogger(DatabaseProbe.class.getName());

    private static final Duration KEPT = Duration.ofSeconds(1);
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** A question that was never answered, because the network lost it, does not keep the next from being asked. */
    private static final Duration GIVEN_UP = Duration.ofSeconds(15);

    @Inject
    private Database database;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService server;

    private Executor executor = task -> server.execute(task);
    private Runnable question = this::askDatabase;
    private LongSupplier nanos = System::nanoTime;
    private Duration patience = PATIENCE;

    private CompletableFuture<Boolean> answer;
    private long askedAt;

    /** For the container. */
    protected DatabaseProbe() {}

    DatabaseProbe(Runnable question, Executor executor, LongSupplier nanos, Duration patience) {
        this.question = question;
        this.executor = executor;
        this.nanos = nanos;
        this.patience = patience;
    }

    private void askDatabase() {
        database.prepare("SELECT 1", statement -> {
            statement.setQueryTimeout((int) PATIENCE.toSeconds());
            return statement.execute();
        });
    }

    /** Waits two seconds at the most. */
    public boolean answers() {
        try {
            return latest().get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private synchronized CompletableFuture<Boolean> latest() {
        long age = answer == null ? Long.MAX_VALUE : nanos.getAsLong() - askedAt;
        if (age > (answer == null || answer.isDone() ? KEPT : GIVEN_UP).toNanos()) {
            answer = new CompletableFuture<>();
            askedAt = nanos.getAsLong();
            ask(answer);
        }
        return answer;
    }

    private void ask(CompletableFuture<Boolean> asked) {
        try {
            executor.execute(() -> asked.complete(isAnswered()));
        } catch (RejectedExecutionException stopping) {
            asked.complete(false);
        }
    }

    private boolean isAnswered() {
        try {
            question.run();
            return true;
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "The database does not answer", e);
            return false;
        }
    }
}
