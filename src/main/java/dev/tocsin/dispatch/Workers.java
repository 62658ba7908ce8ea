package dev.tocsin.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The threads that perform what this node has claimed, so many at the same time, and what waits for one of them. As
 * long as actions are quick, more are claimed than there are threads: a claim costs as much for hundreds as for one. A
 * thread that finds nothing more waits a moment for it: to ask the server for a thread costs more than most actions do.
 */
final class Workers {

    /** Nobody is to wait longer than that for a thread, as actions have been of late. */
    private static final long QUEUE_NANOS = 20_000_000;

    private static final int MOST_AHEAD = 1500;

    private static final int SLOW_FACTOR = 4;

    /** The weight of the latest, in the average. */
    private static final double LATEST = 0.02;

    private final int threads;
    private final Executor executor;
    private final Consumer<Run> perform;
    private final Duration linger;
    private final BlockingQueue<Run> waiting = new LinkedBlockingQueue<>();

    private final AtomicInteger active = new AtomicInteger();

    /** How many of the active have nothing to do. */
    private final AtomicInteger idle = new AtomicInteger();

    private final Set<Run> leftBehind = ConcurrentHashMap.newKeySet();
    private volatile int slow;
    private volatile double averageNanos = QUEUE_NANOS;

    /**
     * @param threads that perform at the same time, not counting those that are slow
     * @param linger how long a thread without work is kept
     */
    Workers(int threads, Executor executor, Consumer<Run> perform, Duration linger) {
        this.threads = threads;
        this.executor = executor;
        this.perform = perform;
        this.linger = linger;
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

    /** Its time is over, and nobody waits for it: as long as its thread does not return, another takes the place of that. */
    void leaveBehind(Run run) {
        leftBehind.add(run);
        if (run.hasLeft()) {
            leftBehind.remove(run);
        }
    }

    /** How many threads are still busy with what was left behind. */
    int leftBehind() {
        return leftBehind.size();
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
        for (int now = active.get(); now < mostActive() && waiting.size() > idle.get(); now = active.get()) {
            if (active.compareAndSet(now, now + 1)) {
                try {
                    executor.execute(this::work);
                } catch (RuntimeException | Error e) {
                    active.decrementAndGet();
                    throw e;
                }
            }
        }
    }

    private void work() {
        try {
            for (Run run = take(); run != null; run = mayGoOn() ? take() : null) {
                try {
                    perform.accept(run);
                } finally {
                    leftBehind.remove(run);
                }
            }
        } finally {
            active.decrementAndGet();
        }
        // What came when this one had just given up was left to it.
        fill();
    }

    /** @return null if nothing came for a while, or the server stops */
    private Run take() {
        Run run = waiting.poll();
        return run == null ? awaitNext() : run;
    }

    private Run awaitNext() {
        Run run;
        idle.incrementAndGet();
        try {
            run = waiting.poll(linger.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException stopping) {
            return null;
        } finally {
            idle.decrementAndGet();
        }
        if (run != null) {
            fillForOthers();
        }
        return run;
    }

    /** What was added when this one had something to do again, but did not say so yet, was left to it. */
    private void fillForOthers() {
        try {
            fill();
        } catch (RejectedExecutionException stopping) {
            // What waits is done after this one's own.
        }
    }

    /** One that was slow, and is not any more, has been replaced. */
    private boolean mayGoOn() {
        return active.get() <= mostActive();
    }

    private int mostActive() {
        return Math.min(threads + slow + leftBehind.size(), most());
    }

    /** How many threads there may be when most of them are slow. */
    int most() {
        return threads * SLOW_FACTOR;
    }
}
