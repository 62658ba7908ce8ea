package dev.tocsin.dispatch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads that perform what this node has claimed, so many at the same time, and what waits for one of them. As
 * long as actions are quick, more are claimed than there are threads: a claim costs as much for hundreds as for one.
 */
final class Workers {

    /** Nobody is to wait longer than that for a thread, as actions have been of late. */
    private static final long QUEUE_NANOS = 20_000_000;

    private static final int MOST_AHEAD = 1500;

    /** The weight of the latest, in the average. */
    private static final double LATEST = 0.02;

    private final int threads;
    private final Executor executor;
    private final Consumer<Run> perform;
    private final Queue<Run> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger active = new AtomicInteger();
    private volatile int slow;
    private volatile double averageNanos = QUEUE_NANOS;

    /** @param threads that perform at the same time, not counting those that are slow */
    Workers(int threads, Executor executor, Consumer<Run> perform) {
        this.threads = threads;
        this.executor = executor;
        this.perform = perform;
    }

    /** How many may be claimed beyond those that find a thread at once. */
    int ahead() {
        double within = QUEUE_NANOS / averageNanos * threads - threads;
        return (int) Math.max(0, Math.min(MOST_AHEAD, within));
    }

    /** How long an action has just taken. */
    void took(long nanos) {
        averageNanos += LATEST * (nanos - averageNanos);
    }

    /**
     * Has them performed, in this order.
     *
     * @throws RejectedExecutionException if the server takes no more; they are not performed
     */
    void add(Collection<Run> runs) {
        waiting.addAll(runs);
        try {
            fill();
        } catch (RejectedExecutionException e) {
            waiting.removeAll(runs);
            throw e;
        }
    }

    /** So many threads are busy with what takes long, and are replaced. */
    void slow(int count) {
        slow = count;
        fill();
    }

    /** Those that wait for a thread, this one first. */
    List<Run> next(int most) {
        List<Run> runs = new ArrayList<>();
        Iterator<Run> all = waiting.iterator();
        while (all.hasNext() && runs.size() < most) {
            runs.add(all.next());
        }
        return runs;
    }

    /** It will not be performed. */
    void remove(Run run) {
        waiting.remove(run);
    }

    private void fill() {
        for (int now = active.get(); now < threads + slow && !waiting.isEmpty(); now = active.get()) {
            if (active.compareAndSet(now, now + 1)) {
                try {
                    executor.execute(this::work);
                } catch (RejectedExecutionException e) {
                    active.decrementAndGet();
                    throw e;
                }
            }
        }
    }

    private void work() {
        try {
            for (Run run = waiting.poll(); run != null; run = mayGoOn() ? waiting.poll() : null) {
                perform.accept(run);
            }
        } finally {
            active.decrementAndGet();
        }
        fill();
    }

    /** One that was slow, and is not any more, has been replaced. */
    private boolean mayGoOn() {
        return active.get() <= threads + slow;
    }
}
