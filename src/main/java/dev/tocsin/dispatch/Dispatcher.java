package dev.tocsin.dispatch;

import dev.tocsin.platform.Coalesced;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.PostConstruct;
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
import java.util.Objects;
import java.util.Set;
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

    /** What has not found a thread by then is for another node, or for later. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

    /** What takes longer has its worker replaced. */
    private static final Duration SLOW_AFTER = Duration.ofSeconds(1);

    /** A claim costs as much for hundreds as for one; the first of thousands need not wait for all. */
    private static final int CLAIMED_AT_ONCE = 500;

    private static final int LOOKED_AT_ONCE = 200;

    /** Longer than from one batch to the next. */
    private static final Duration LINGER = Duration.ofMillis(100);

    private static final Duration LAST_WRITE = Duration.ofSeconds(5);

    private static final int RENEWALS_IN_A_LEASE = 5;

    /** Two heartbeats. */
    private static final Duration LEAST_NOTICE = Duration.ofSeconds(1);

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Inject
    private ActionQueue queue;

    @Inject
    private FairClaims claims;

    @Inject
    private StillOpen stillOpen;

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
    private final Pace pace = new Pace();
    private Workers workers;
    private LeftBehindWatch leftBehind;

    /** Over so long before the others see it so that it is noticed by then, and what was interrupted has ended. */
    private long leaseNanos;

    private final Coalesced starts = new Coalesced(this::startDue);
    private final Coalesced writes = new Coalesced(this::writeOutcomes);
    private final Coalesced renewals = new Coalesced(this::renew);
    private volatile boolean stopping;
    /** Whether the last claim took all that it could, so that there may be more. */
    private volatile boolean moreMayBeDue;

    /** What the timer is set to. */
    private volatile Instant nextWake = Instant.MAX;

    private volatile Instant renewed = Instant.MIN;
    private volatile boolean complained;

    @PostConstruct
    void hire() {
        workers = new Workers(settings.workers(), executor, this::beginAndRun, LINGER);
        leftBehind = new LeftBehindWatch(workers);
        Duration lease = settings.lease();
        leaseNanos =
                Math.min(lease.toNanos() / 10 * 9, lease.minus(LEAST_NOTICE).toNanos());
    }

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
            timer.set(due);
            // Not before: if it cannot be set, the next who asks has it set.
            nextWake = due;
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
                outcomes.takeOver(abandoned);
                inBackground(writes);
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
        try {
            lookAfterRunning(now);
        } catch (RejectedExecutionException e) {
            complain(e);
        } finally {
            // Whatever else fails: another node would do the same once more.
            renewInTime(now);
        }
    }

    private void lookAfterRunning(Instant now) {
        if (leftBehind.look()) {
            wakeNow();
        }
        // Who asks the database whether it may begin finds out by itself; nobody waits for that here.
        running.values().stream().filter(run -> !run.isBeginning()).forEach(run -> lookAfter(run, now));
        workers.slow(slow());
        if (!outcomes.isEmpty()) {
            inBackground(writes);
        }
    }

    private void lookAfter(Run run, Instant now) {
        if (run.isOverdue() && cutOff(run)) {
            // Not written here: whoever writes may be at it for long, and leases have to be renewed.
            outcomes.add(List.of(runner.timedOut(run.action())));
        } else if (hasLostLease(run)) {
            giveUp(run);
        } else if (run.isWaitingSince(now.minus(LONGEST_WAIT))) {
            giveBack(run);
        } else if (run.becameSlow(now.minus(SLOW_AFTER))) {
            pace.takesLonger(run.action().targetFunction(), SLOW_AFTER);
            wakeNow();
        }
    }

    /** Another node may be at it soon: what has begun is interrupted before, what has not does not begin. */
    private void giveUp(Run run) {
        giveBack(run);
        if (cutOff(run)) {
            outcomes.add(List.of(runner.leaseLost(run.action())));
        }
    }

    /** @return whether this call ended it */
    private boolean cutOff(Run run) {
        boolean ends = run.timeOut();
        if (ends) {
            workers.leaveBehind(run);
            run.interrupt();
        }
        return ends;
    }

    private boolean hasLostLease(Run run) {
        return run.isLeasedBefore(stillOpen.now() - leaseNanos);
    }

    private void renewInTime(Instant now) {
        // A clock that was set back leaves the last time in the future.
        boolean isTime = now.isBefore(renewed)
                || renewed.plus(settings.lease().dividedBy(RENEWALS_IN_A_LEASE)).isBefore(now);
        if (!running.isEmpty() && isTime) {
            try {
                // Not here: a database that hangs would keep this thread from what it is to end.
                renewals.runIn(executor);
            } catch (RejectedExecutionException | OutOfMemoryError noThread) {
                renewals.run();
            }
        }
    }

    private void renew() {
        renewed = clock.instant();
        long at = stillOpen.now();
        try {
            queue.renew(node.text(), Set.copyOf(running.keySet())).stream()
                    .map(running::get)
                    .filter(Objects::nonNull)
                    .forEach(run -> run.renewed(at));
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    /** Claims and starts what is due, and sets the timer for what is next. */
    private void startDue() {
        // Until it is known better: if no worker is free now, the next that ends has to ask again.
        moreMayBeDue = true;
        try {
            int free = freeWorkers();
            while (free > 0 && !stopping) {
                long seen = stillOpen.closings();
                long asked = stillOpen.now();
                Set<String> slow = pace.slow();
                int most = Math.min(free, CLAIMED_AT_ONCE);
                List<ClaimedAction> claimed = claim(most, slow);
                start(claimed.stream().map(action -> run(action, seen, asked)).toList());
                moreMayBeDue = claimed.size() == most || !slow.isEmpty();
                free = claimed.size() == most ? freeWorkers() : 0;
            }
            queue.nextDue().ifPresent(this::wakeAt);
            complained = false;
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    private List<ClaimedAction> claim(int free, Set<String> slow) {
        long runningOfThem = running.values().stream()
                .filter(run -> slow.contains(run.action().targetFunction()))
                .count();
        return claims.claim(free, slow, runningOfThem, this::complain);
    }

    private Run run(ClaimedAction action, long closingsSeen, long askedAt) {
        Run run = new Run(action, runner.timeout(action), closingsSeen, askedAt);
        Run before = running.put(action.id(), run);
        if (before != null) {
            // Another node took it over meanwhile, and put it back: what this one may still do about it is too late.
            cutOff(before);
        }
        return run;
    }

    private void start(List<Run> runs) {
        try {
            if (stopping) {
                runs.forEach(this::giveBack);
            } else {
                workers.add(runs);
            }
        } catch (RejectedExecutionException e) {
            runs.forEach(this::giveBack);
        }
    }

    /** If it has not begun, it is planned as it was. */
    private void giveBack(Run run) {
        if (run.withdraw()) {
            workers.remove(run);
            outcomes.add(List.of(runner.givenBack(run.action())));
        }
    }

    private void beginAndRun(Run run) {
        boolean begun;
        try {
            if (stopping) {
                giveBack(run);
                return;
            }
            stillOpen.look(run, () -> workers.next(LOOKED_AT_ONCE));
            begun = run.begin(() -> decide(run), () -> stillOpen.isStillSure(run), clock);
        } catch (RuntimeException e) {
            complain(e);
            giveBack(run);
            return;
        }
        if (begun) {
            try {
                end(run, stopping ? runner.interrupted(run.action()) : timed(run));
            } finally {
                run.leave();
            }
        } else if (run.isWithdrawn()) {
            end(run, runner.withdrawn(run.action()));
        }
    }

    private Run.State decide(Run run) {
        Run.State decided = stillOpen.decide(run);
        return decided == Run.State.BEGUN && hasLostLease(run) ? Run.State.WITHDRAWN : decided;
    }

    private Outcome timed(Run run) {
        long start = System.nanoTime();
        Outcome outcome = runner.run(run.action(), run.begunAt(), run::reach);
        long took = System.nanoTime() - start;
        workers.took(took);
        pace.took(run.action().targetFunction(), Duration.ofNanos(took));
        return outcome;
    }

    private void end(Run run, Outcome outcome) {
        if (run.end()) {
            ended(outcome);
        }
    }

    /** A transaction is about to close that issue: its actions do not begin until that has ended. */
    void hold(long issueId) {
        stillOpen.closing(issueId);
        ofIssue(issueId).forEach(Run::hold);
    }

    /** That transaction has committed. */
    void drop(long issueId) {
        stillOpen.closingEnded(issueId);
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
        stillOpen.closingEnded(issueId);
        start(ofIssue(issueId).filter(Run::release).toList());
        // Others of them may have been passed by, because that transaction held them.
        wakeNow();
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
            // It may have been claimed again meanwhile, which is another run.
            running.computeIfPresent(outcome.action().id(), (id, run) -> run.action() == outcome.action() ? null : run);
            // Its next attempt may be what is due first now.
            boolean mayBeTriedAgain = outcome.kind() != Outcome.Kind.SUCCEEDED;
            othersWait |= outcome.action().hasNext() || mayBeTriedAgain;
        }
        if (othersWait || moreMayBeDue && freeWorkers() > workers.ahead() / 2) {
            wakeNow();
        }
    }

    /**
     * How many may be claimed. A worker that has been busy for long is replaced, so that slow actions do not hold up
     * the others.
     */
    private int freeWorkers() {
        int all = running.size();
        int ahead = workers.ahead();
        int threads = workers.most() - workers.leftBehind();
        int free = Math.min(settings.workers() + ahead - (all - slow()), threads + ahead - all);
        return threads > 0 ? Math.max(0, free) : 0;
    }

    private int slow() {
        return (int) running.values().stream().filter(Run::isSlow).count();
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
        running.values().forEach(this::giveBack);
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
        waitFor(LAST_WRITE);
        if (!running.isEmpty()) {
            LOG.log(
                    Level.WARNING,
                    "{0} actions are left to the next start, when their lease has run out.",
                    running.size());
        }
    }

    /** Until nothing runs, all that ran is written, and no claim that was under way brings more. */
    private void waitFor(Duration most) {
        long until = System.nanoTime() + most.toNanos();
        do {
            if (!outcomes.isEmpty()) {
                inBackground(writes);
            }
        } while ((!running.isEmpty() || starts.isWanted()) && System.nanoTime() < until && pause());
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
        try {
            work.runIn(executor);
        } catch (RejectedExecutionException | OutOfMemoryError noThread) {
            complain(noThread);
        }
    }

    /** Once, not at every heartbeat, until it works again. */
    private void complain(Throwable failure) {
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
