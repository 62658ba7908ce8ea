package dev.tocsin.issue;

import dev.tocsin.issue.IssueWriter.WhenOvertaken;
import dev.tocsin.platform.DatabaseFailure;
import dev.tocsin.platform.Text;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Takes what is to be opened, and lets those who come at the same moment share a transaction (a group
 * commit): one of them records for all that wait. Nobody waits for company: whoever comes alone is
 * recorded alone, at once. One that fails fails alone, and is then tried without its observers.
 *
 * <p>A caller that is in a transaction never shares one. It may hold a row that the others would wait for,
 * while it waited for them.
 */
@ApplicationScoped
class IssueIntake {

    private static final Logger LOG = Logger.getLogger(IssueIntake.class.getName());

    /** While one waits for its commit, another can be filled. */
    private static final int TRANSACTIONS_AT_ONCE = 3;

    private static final int MOST_IN_ONE = 64;

    /** What is larger has a transaction of its own, which is then well used. */
    private static final int FEW = 8;

    /** Others are faster: not more often than this. */
    private static final int ROUNDS = 30;

    /** So often, observers may have been told, and the database may have waited for a second. */
    private static final int ENDED_ROUNDS = 2;

    /** A database that has not answered for so long is not asked once more: whoever opens an issue is waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    private IssueRecorder recorder;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transaction;

    /** Nobody who opens a new issue waits for a row that another holds; who opens one once may have to. */
    private final Lane always = new Lane(Duration.ofDays(1));

    private final Lane once = new Lane(Duration.ofMillis(50));

    /** A caller that waits. */
    private static final class Call {
        private final Thread thread = Thread.currentThread();
        private final List<Wish> wishes;
        private List<Occurrence> occurrences;
        private RuntimeException failure;
        private volatile boolean taken;
        private volatile boolean answered;

        Call(List<Wish> wishes) {
            this.wishes = wishes;
        }

        void recorded(List<Occurrence> result) {
            occurrences = result;
            answer();
        }

        /** @param own null if it may have been another's fault */
        void failed(RuntimeException own) {
            failure = own;
            answer();
        }

        private void answer() {
            answered = true;
            LockSupport.unpark(thread);
        }
    }

    /**
     * All of them or none; what came of each, in the same order.
     *
     * @throws IssueNotRecorded if the database does not take it
     */
    List<Occurrence> open(List<Wish> wishes) {
        long since = System.nanoTime();
        if (wishes.size() > FEW || transaction.getTransactionStatus() != Status.STATUS_NO_TRANSACTION) {
            return alone(wishes, since);
        }
        Call call = new Call(wishes);
        Lane lane = wishes.stream().anyMatch(Wish::once) ? once : always;
        if (!lane.ride(call)) {
            return alone(wishes, since);
        }
        if (call.occurrences != null) {
            return call.occurrences;
        }
        return call.failure == null ? alone(wishes, since) : unwatched(wishes, call.failure, since);
    }

    /** Callers of one kind, and the transactions that they share. */
    private final class Lane {

        private final Queue<Call> waiting = new ConcurrentLinkedQueue<>();
        private final Semaphore turns = new Semaphore(TRANSACTIONS_AT_ONCE);
        private final long patienceNanos;

        /** @param patience after which a caller that nobody has taken along goes alone */
        Lane(Duration patience) {
            patienceNanos = patience.toNanos();
        }

        /**
         * Until it is answered; as long as there is a turn to be had, by recording for whoever waits.
         *
         * @return false if it was not taken along
         */
        boolean ride(Call call) {
            List<Call> together = new ArrayList<>(MOST_IN_ONE);
            waiting.add(call);
            long since = System.nanoTime();
            boolean interrupted = false;
            boolean rides = true;
            while (rides && !call.answered) {
                if (!call.taken && turns.tryAcquire()) {
                    recordWaiting(call, together);
                } else {
                    LockSupport.parkNanos(this, patienceNanos);
                    interrupted |= Thread.interrupted();
                    rides = System.nanoTime() - since < patienceNanos || !waiting.remove(call);
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
            return rides;
        }

        /** @param calls to be filled: whatever happens, none of them waits for an answer that does not come */
        private void recordWaiting(Call own, List<Call> calls) {
            try {
                take(own, calls);
                record(calls);
            } finally {
                for (Call call : calls) {
                    if (!call.answered) {
                        call.failed(null);
                    }
                }
                turns.release();
                wakeFirst();
            }
        }

        /** Whoever came while all turns were taken has seen none free: one of them has to look again. */
        private void wakeFirst() {
            Call first = waiting.peek();
            if (first != null) {
                LockSupport.unpark(first.thread);
            }
        }

        /** This one and those behind it; nothing if another has taken it. */
        private void take(Call own, List<Call> calls) {
            int size = 0;
            for (Call call = waiting.remove(own) ? own : null;
                    call != null;
                    call = size < MOST_IN_ONE ? waiting.poll() : null) {
                call.taken = true;
                calls.add(call);
                size += call.wishes.size();
            }
            wakeFirst();
        }

        private void record(List<Call> calls) {
            if (calls.isEmpty()) {
                return;
            }
            List<Wish> wishes =
                    calls.stream().flatMap(call -> call.wishes.stream()).toList();
            List<Occurrence> all;
            try {
                all = untilNotOvertaken(wishes, calls.size() == 1 ? recorder::open : recorder::openTogether);
            } catch (RuntimeException e) {
                LOG.log(Level.FINE, e, () -> calls.size() + " calls could not be recorded in one transaction");
                calls.forEach(call -> call.failed(calls.size() == 1 ? e : null));
                return;
            }
            int from = 0;
            for (Call call : calls) {
                int to = from + call.wishes.size();
                call.recorded(all.subList(from, to));
                from = to;
            }
        }
    }

    /**
     * Several issues are written in an order in which nobody waits for each other. Where others have closed some of them
     * meanwhile, or the database has ended the transaction for another's sake, it is begun again.
     */
    private static List<Occurrence> untilNotOvertaken(
            List<Wish> wishes, BiFunction<List<Wish>, WhenOvertaken, List<Occurrence>> transaction) {
        int overtaken = 0;
        int ended = 0;
        while (overtaken < ROUNDS && ended < ENDED_ROUNDS) {
            try {
                return transaction.apply(wishes, WhenOvertaken.FAIL);
            } catch (IssueWriter.Overtaken e) {
                overtaken++;
            } catch (RuntimeException e) {
                if (!DatabaseFailure.isForAnother(e)) {
                    throw e;
                }
                ended++;
                LOG.log(Level.FINE, e, () -> wishes.size() + " issues are opened once more");
            }
        }
        return transaction.apply(wishes, WhenOvertaken.GO_ON);
    }

    private List<Occurrence> alone(List<Wish> wishes, long since) {
        try {
            return untilNotOvertaken(wishes, recorder::open);
        } catch (RuntimeException failure) {
            return unwatched(wishes, failure, since);
        }
    }

    private List<Occurrence> unwatched(List<Wish> wishes, RuntimeException failure, long since) {
        String name = Text.visible(wishes.get(0).issue().name());
        if (DatabaseFailure.isBehind(failure) && System.nanoTime() - since > PATIENCE.toNanos()) {
            throw new IssueNotRecorded(name, failure);
        }
        try {
            List<Occurrence> recorded = untilNotOvertaken(wishes, recorder::openUnwatched);
            LOG.log(
                    Level.WARNING,
                    failure,
                    () -> "The issue \"" + name + "\" is recorded, but telling its observers failed;"
                            + " the next sweep matches it against the responders");
            return recorded;
        } catch (RuntimeException again) {
            again.addSuppressed(failure);
            throw new IssueNotRecorded(name, again);
        }
    }
}
