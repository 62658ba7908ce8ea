package dev.tocsin.dispatch;

import dev.tocsin.platform.Coalesced;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/**
 * Runs what is due. It claims as many actions as it has free workers, runs each in a thread of the
 * server, and hands the outcomes to the {@link OutcomeWriter}. What is due later wakes it by the
 * {@link DispatchTimer}; what is due now does not go through a timer.
 */
@ApplicationScoped
public class Dispatcher implements DispatcherMXBean {

    private static final Logger LOG = Logger.getLogger(Dispatcher.class.getName());

    /** How many times the number of workers may be running when most of them are slow. */
    private static final int SLOW_FACTOR = 4;

    /** An action that begins so soon after it was claimed need not look whether another node closed its issue. */
    private static final Duration AT_ONCE = Duration.ofMillis(10);

    private static final Duration LAST_WRITE = Duration.ofSeconds(5);

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Inject
    private ActionQueue queue;

    @Inject
    private ActionRunner runner;

    @Inject
    private OutcomeWriter outcomes;

    @Inject
    private DispatchTimer timer;

    @Inject
    private NodeName node;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    private final Map<Long, Run> running = new ConcurrentHashMap<>();

    private final Closings closings = new Closings();
    private final Coalesced starts = new Coalesced(this::startDue);
    private final Coalesced writes = new Coalesced(this::writeOutcomes);
    private volatile boolean stopping;
    /** Whether the last claim took all that it could, so that there may be more. */
    private volatile boolean moreMayBeDue;

    /** What the timer is set to. */
    private volatile Instant nextWake = Instant.MAX;

    private volatile Instant renewed = Instant.MIN;
    private volatile boolean complained;

    /** In no transaction any more, though the container has not noticed yet: so nothing here may call an EJB. */
    void planned(@Observes(during = TransactionPhase.AFTER_SUCCESS) ActionsPlanned event) {
        Instant due = event.earliest();
        if (!due.isAfter(clock.instant())) {
            wakeNow();
        } else if (due.isBefore(nextWake) && !stopping) {
            executor.execute(() -> wakeAt(due));
        }
    }

    /** Sees to it that what is due at that time is run then. */
    private synchronized void wakeAt(Instant due) {
        if (due.isBefore(nextWake)) {
            nextWake = due;
            timer.set(due);
        }
    }

    /** The time that the timer was set to has come. */
    void timerFired() {
        synchronized (this) {
            nextWake = Instant.MAX;
        }
        wakeNow();
    }

    /** Runs what is due, in another thread. */
    public void wakeNow() {
        if (!stopping) {
            inBackground(starts);
        }
    }

    /** Takes over what nodes that died were running, and runs what is due. */
    public void sweep() {
        if (stopping) {
            return;
        }
        try {
            // This node may have been too slow to renew a lease; what it is running is not abandoned.
            List<Outcome> abandoned = queue.abandoned().stream()
                    .filter(outcome -> !running.containsKey(outcome.action().id()))
                    .toList();
            if (!abandoned.isEmpty()) {
                LOG.log(Level.WARNING, "Taking over {0} actions of nodes that stopped answering.", abandoned.size());
                outcomes.add(abandoned);
                writes.run();
            }
            complained = false;
        } catch (RuntimeException e) {
            complain(e);
        }
        wakeNow();
    }

    /** Ends what takes too long, renews the leases of the rest; to be called often. */
    public void heartbeat() {
        Instant now = clock.instant();
        for (Run run : running.values()) {
            if (now.isAfter(run.deadline()) && run.end()) {
                run.interrupt();
                ended(runner.timedOut(run.action()));
            } else if (run.becameSlow(now.minus(ActionQueue.HEAD_START))) {
                wakeNow();
            }
        }
        if (!outcomes.isEmpty()) {
            inBackground(writes);
        }
        if (!running.isEmpty() && renewed.plus(settings.lease().dividedBy(3)).isBefore(now)) {
            renewed = now;
            try {
                queue.renew(node.text());
            } catch (RuntimeException e) {
                complain(e);
            }
        }
    }

    /** Claims and starts what is due, and sets the timer for what is next. */
    private void startDue() {
        try {
            int free = freeWorkers();
            while (free > 0 && !stopping) {
                long seen = closings.count();
                List<ClaimedAction> claimed = queue.claim(node.text(), free);
                claimed.forEach(action -> start(action, seen));
                moreMayBeDue = claimed.size() == free;
                free = moreMayBeDue ? freeWorkers() : 0;
            }
            queue.nextDue().ifPresent(this::wakeAt);
            complained = false;
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    private void start(ClaimedAction action, long closingsSeen) {
        Run run = new Run(action, action.startedAt().plus(runner.timeout(action)), closingsSeen);
        running.put(action.id(), run);
        perform(run);
    }

    private void perform(Run run) {
        try {
            executor.execute(() -> beginAndRun(run));
        } catch (RejectedExecutionException e) {
            end(run, runner.interrupted(run.action()));
        }
    }

    private void beginAndRun(Run run) {
        boolean begun;
        try {
            begun = run.begin(() -> mayBegin(run), clock);
        } catch (RuntimeException e) {
            end(run, runner.notBegun(run.action(), e));
            return;
        }
        if (begun) {
            try {
                end(
                        run,
                        stopping
                                ? runner.interrupted(run.action())
                                : runner.run(run.action(), run.begunAt(), run::reach));
            } finally {
                run.leave();
            }
        } else if (run.isWithdrawn()) {
            end(run, runner.withdrawn(run.action()));
        }
    }

    private void end(Run run, Outcome outcome) {
        if (run.end()) {
            ended(outcome);
        }
    }

    /**
     * Nothing begins once its issue has been closed. What this node is closing holds it back; whether one
     * was closed between the claim and now, here or on another node, has to be looked up.
     */
    private Run.State mayBegin(Run run) {
        if (closings.isClosing(run.action().issueId())) {
            return Run.State.HELD;
        }
        boolean mayBeClosed = closings.count() != run.closingsSeen()
                || clock.instant().isAfter(run.action().startedAt().plus(AT_ONCE));
        return mayBeClosed && !runner.isOpen(run.action()) ? Run.State.WITHDRAWN : Run.State.BEGUN;
    }

    /** A transaction is about to close that issue: its actions do not begin until that has ended. */
    void hold(long issueId) {
        closings.begin(issueId);
        ofIssue(issueId).forEach(Run::hold);
    }

    /** That transaction has committed. */
    void drop(long issueId) {
        closings.end(issueId);
        List<Outcome> withdrawn = ofIssue(issueId)
                .filter(Run::drop)
                .map(run -> runner.withdrawn(run.action()))
                .toList();
        if (!withdrawn.isEmpty()) {
            outcomes.add(withdrawn);
            inBackground(writes);
        }
    }

    /** That transaction has rolled back. */
    void release(long issueId) {
        closings.end(issueId);
        ofIssue(issueId).filter(Run::release).forEach(this::perform);
    }

    private Stream<Run> ofIssue(long issueId) {
        return running.values().stream().filter(run -> run.action().issueId() == issueId);
    }

    /** It keeps its worker until the database knows how it ended: no more is started than can be written. */
    private void ended(Outcome outcome) {
        outcomes.add(List.of(outcome));
        writes.run();
    }

    private void writeOutcomes() {
        try {
            outcomes.write(this::written);
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    private void written(List<Outcome> batch) {
        boolean othersWait = false;
        for (Outcome outcome : batch) {
            running.remove(outcome.action().id());
            // Its next attempt may be what is due first now.
            boolean mayBeTriedAgain = outcome.kind() != Outcome.Kind.SUCCEEDED;
            othersWait |= outcome.action().hasNext() || mayBeTriedAgain;
        }
        if (moreMayBeDue || othersWait) {
            wakeNow();
        }
    }

    /** A worker that has been busy for long is replaced, so that slow actions do not hold up the others. */
    private int freeWorkers() {
        int all = running.size();
        long slow = running.values().stream().filter(Run::isSlow).count();
        long free = Math.min(settings.workers() - (all - slow), (long) settings.workers() * SLOW_FACTOR - all);
        return (int) Math.max(0, free);
    }

    @Override
    public int getRunning() {
        return running.size();
    }

    @Override
    public void stop() {
        if (stopping) {
            return;
        }
        stopping = true;
        if (!running.isEmpty()) {
            LOG.log(Level.INFO, "Stopping: waiting up to {0} s for {1} running actions.", new Object[] {
                settings.shutdownGrace().toSeconds(), running.size()
            });
        }
        waitFor(settings.shutdownGrace());
        for (Run run : running.values()) {
            if (run.end()) {
                run.interrupt();
                outcomes.add(List.of(runner.interrupted(run.action())));
            }
        }
        if (!outcomes.isEmpty()) {
            inBackground(writes);
        }
        waitFor(LAST_WRITE);
        if (!running.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0} actions are left to the next start, when their lease has run out.",
                    running.size());
        }
    }

    /** Until nothing runs, and all that ran is written. */
    private void waitFor(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        while (!running.isEmpty() && System.nanoTime() < until && pause()) {
            // until they have ended by themselves
        }
    }

    private synchronized boolean pause() {
        try {
            wait(20);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void inBackground(Coalesced work) {
        if (work.claim()) {
            try {
                executor.execute(work::runClaimed);
            } catch (RejectedExecutionException e) {
                work.abandon();
                LOG.log(Level.FINE, "The server is stopping; what is due stays planned", e);
            }
        }
    }

    /** Once, not at every heartbeat, until it works again. */
    private void complain(RuntimeException failure) {
        if (!complained && !stopping) {
            complained = true;
            LOG.log(
                    Level.WARNING,
                    "The queue of actions cannot be read or written ({0}); trying again {1}.",
                    new Object[] {
                        StartUp.rootMessage(failure),
                        settings.timersEnabled()
                                ? "every " + settings.sweep().toSeconds() + " s"
                                : "when something is due at once"
                    });
            LOG.log(Level.FINE, "Because of", failure);
        }
    }
}
