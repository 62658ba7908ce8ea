package dev.tocsin.faults;

import dev.tocsin.harness.Api;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Programs that open issues one after the other, each of another name, and remember what they were answered. */
final class Reporters implements AutoCloseable {

    /**
     * What was no success.
     *
     * @param status 0 if there was no answer at all
     */
    record Failure(String name, int status, String body, Duration after) {}

    private final ExecutorService threads;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean stopped;

    /**
     * @param server which of them to ask next
     * @param pause of each program, between two issues
     */
    Reporters(String prefix, int programs, Duration pause, Supplier<Api> server) {
        threads = Executors.newFixedThreadPool(programs);
        for (int i = 0; i < programs; i++) {
            threads.submit(() -> {
                while (!stopped) {
                    open(prefix + " " + number.incrementAndGet(), server.get());
                    LockSupport.parkNanos(pause.toNanos());
                }
            });
        }
    }

    private void open(String name, Api api) {
        long start = System.nanoTime();
        try {
            Api.Answer answer = api.post("/api/issues", java.util.Map.of("name", name));
            if (answer.status() == 201) {
                acknowledged.add(name);
            } else {
                failures.add(new Failure(name, answer.status(), answer.body(), since(start)));
            }
        } catch (UncheckedIOException e) {
            failures.add(new Failure(name, 0, String.valueOf(e.getMessage()), since(start)));
        }
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    /** The names of the issues that were answered «created». */
    Set<String> acknowledged() {
        return acknowledged;
    }

    List<Failure> failures() {
        return failures;
    }

    /** Once it returns, nothing more is asked. */
    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(90, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A program still waits for its answer");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
