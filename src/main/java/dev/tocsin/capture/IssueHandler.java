package dev.tocsin.capture;

import dev.tocsin.platform.Coalesced;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Turns log records from a level up into issues. Whoever logs neither waits for it nor sees it fail: records
 * are kept in a queue that another thread empties; what does not fit is counted and left out.
 */
final class IssueHandler extends Handler {

    private static final Logger LOG = Logger.getLogger(IssueHandler.class.getName());
    private static final String OWN = "dev.tocsin";
    private static final int MOST_WAITING = 1000;
    private static final int AT_ONCE = 100;

    /** Threads that are opening issues here: what they log would come back for ever. */
    private static final ThreadLocal<Boolean> OPENING = ThreadLocal.withInitial(() -> false);

    private final BlockingQueue<LoggedIssue> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong leftOut = new AtomicLong();
    private final Coalesced work = new Coalesced(this::openWaiting);
    private final Consumer<List<LoggedIssue>> opener;
    private final Executor executor;
    private volatile boolean closed;

    /** @param opener opens some of them, in a thread of the executor */
    IssueHandler(Level level, Consumer<List<LoggedIssue>> opener, Executor executor) {
        this.opener = opener;
        this.executor = executor;
        setLevel(level);
    }

    @Override
    public void publish(LogRecord record) {
        if (closed || record == null || !isLoggable(record) || isOwn(record.getLoggerName()) || OPENING.get()) {
            return;
        }
        // What is logged while this is done, by a toString or the executor, is not to come back either.
        OPENING.set(true);
        try {
            if (!waiting.offer(LoggedIssue.of(record))) {
                leftOut.incrementAndGet();
            } else {
                begin();
            }
        } catch (RuntimeException | StackOverflowError e) {
            leftOut.incrementAndGet();
        } finally {
            OPENING.remove();
        }
    }

    private void begin() {
        try {
            work.runIn(executor);
        } catch (RuntimeException | OutOfMemoryError noThread) {
            // What waits is opened with what is logged next.
        }
    }

    private static boolean isOwn(String logger) {
        return logger != null && (logger.equals(OWN) || logger.startsWith(OWN + "."));
    }

    private void openWaiting() {
        OPENING.set(true);
        try {
            List<LoggedIssue> some = new ArrayList<>();
            while (waiting.drainTo(some, AT_ONCE) > 0) {
                open(some);
                some.clear();
            }
            long missed = leftOut.getAndSet(0);
            if (missed > 0) {
                LOG.log(
                        Level.WARNING,
                        "{0} log records became no issue: there were too many, or the database did not" + " take them.",
                        missed);
            }
        } finally {
            OPENING.remove();
        }
    }

    /** A database that is away is not asked again for each of them. */
    private void open(List<LoggedIssue> some) {
        try {
            opener.accept(List.copyOf(some));
        } catch (RuntimeException e) {
            leftOut.addAndGet(some.size() + waiting.size());
            waiting.clear();
        }
    }

    @Override
    public void flush() {
        // what waits is opened as soon as a thread is free
    }

    @Override
    public void close() {
        closed = true;
        waiting.clear();
    }
}
