package dev.tocsin.faults;

import dev.tocsin.harness.Api;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Programs that report one thing after the other, each by another name, and remember what they were answered. */
final class Reporters implements AutoCloseable {

    /** How one is reported. */
    interface Report {
        Api.Answer send(Api api, String name);
    }

    /**
     * What was no success.
     *
     * @param status 0 if there was no answer at all
     */
    record Failure(String name, int status, String body, Duration after) {

        boolean isWithoutAnswer() {
            return status == 0;
        }
    }

    private final ExecutorService threads;
    private final List<Future<?>> programs = new ArrayList<>();
    private final Report report;
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final List<Failure> failures = new CopyOnWriteArrayList<>();
    private final AtomicInteger number = new AtomicInteger();
    private volatile boolean stopped;

    /**
     * Programs that open an issue of each name.
     *
     * @param server which of them to ask next
     * @param pause of each program, between two issues
     */
    Reporters(String prefix, int programs, Duration pause, Supplier<Api> server) {
        this(prefix, programs, pause, server, (api, name) -> api.post("/api/issues", Map.of("name", name)));
    }

    /** The same, by a report of their own. */
    Reporters(String prefix, int programs, Duration pause, Supplier<Api> server, Report report) {
        this.report = report;
        threads = Executors.newFixedThreadPool(programs);
        for (int i = 0; i < programs; i++) {
            this.programs.add(threads.submit(() -> {
                while (!stopped) {
                    send(prefix + " " + number.incrementAndGet(), server.get());
                    LockSupport.parkNanos(pause.toNanos());
                }
            }));
        }
    }

    private void send(String name, Api api) {
        long start = System.nanoTime();
        try {
            Api.Answer answer = report.send(api, name);
            if (answer.status() == 200 || answer.status() == 201) {
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

    /** The names of the issues that were answered with a success. */
    Set<String> acknowledged() {
        return acknowledged;
    }

    List<Failure> failures() {
        return failures;
    }

    /**
     * Once it returns, nothing more is asked.
     *
     * @throws IllegalStateException if a program ended before, or does not end
     */
    @Override
    public void close() {
        stopped = true;
        threads.shutdown();
        try {
            if (!threads.awaitTermination(90, TimeUnit.SECONDS)) {
                throw new IllegalStateException("A program still waits for its answer");
            }
            for (Future<?> program : programs) {
                program.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A program ended by itself", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
