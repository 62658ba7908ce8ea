package dev.tocsin.assertion;

import dev.tocsin.platform.Coalesced;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Checks what is due: of all nodes, by the one that takes it. What is not about records is checked at
 * once; what is becomes a job, which can be seen, stopped and restarted.
 */
@ApplicationScoped
class DueAssertions {

    private static final Logger LOG = Logger.getLogger(DueAssertions.class.getName());

    /** At the same time. Each takes two of the server's threads, which actions and jobs need too: it may have only 200. */
    private static final int MOST = 32;

    /** In one job. */
    private static final int OVER_RECORDS_AT_ONCE = 100;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService server;

    @Inject
    private AssertionRuns runs;

    @Inject
    private DueSchedule schedule;

    @Inject
    private AssertionRunner runner;

    @Inject
    private AssertionService assertions;

    @Inject
    private LiveRuns live;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    private Executor executor = task -> server.execute(task);
    private final Coalesced work = new Coalesced(this::look);

    /** By their job, those of which it could not be started, as long as they are not put back. For the one who looks. */
    private final Map<Long, List<DueSchedule.Due>> owed = new HashMap<>();

    private volatile Instant nextDue = Instant.MIN;
    private volatile Instant looked = Instant.MIN;
    private volatile Instant swept = Instant.MIN;
    private volatile Instant renewed = Instant.MIN;

    /** When something that is due could not be started; it is tried again a sweep later. */
    private volatile Instant failed = Instant.MIN;

    /** Whether something may be due that found no room, so that the next check that ends has to look. */
    private volatile boolean noRoom;

    private volatile boolean stopping;
    private volatile boolean complained;

    /** For the container. */
    DueAssertions() {}

    DueAssertions(
            Executor executor,
            AssertionRuns runs,
            DueSchedule schedule,
            AssertionRunner runner,
            AssertionService assertions,
            LiveRuns live,
            Settings settings,
            Clock clock) {
        this.executor = executor;
        this.runs = runs;
        this.schedule = schedule;
        this.runner = runner;
        this.assertions = assertions;
        this.live = live;
        this.settings = settings;
        this.clock = clock;
    }

    /** To be called often. Asks the database only when something is due, and now and then what others changed. */
    void tick() {
        Instant now = clock.instant();
        try {
            if (!live.all().isEmpty() && isOver(settings.lease().dividedBy(3), renewed, now)) {
                runs.renew(live.all());
                // Not before: what fails is tried again at the next tick, while there is time.
                renewed = now;
            }
            if (settings.timersEnabled() && (!nextDue.isAfter(now) || isOver(settings.sweep(), looked, now))) {
                work.run();
            }
            complained = false;
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    /** A clock that was set back leaves the last time in the future. */
    private static boolean isOver(Duration time, Instant since, Instant now) {
        return now.isBefore(since) || since.plus(time).isBefore(now);
    }

    private void complain(RuntimeException failure) {
        if (!complained && !stopping) {
            complained = true;
            LOG.log(
                    Level.WARNING,
                    "The assertions that are due cannot be looked up ({0}); trying again every {1} s.",
                    new Object[] {StartUp.rootMessage(failure), settings.sweep().toSeconds()});
        }
    }

    /** The server does: what is due stays so, for another node or for later. */
    void stop() {
        stopping = true;
    }

    private void look() {
        Instant now = clock.instant();
        if (stopping || !isOver(settings.sweep(), failed, now)) {
            return;
        }
        looked = now;
        if (isOver(settings.sweep(), swept, now)) {
            swept = now;
            takeFromDeadNodes();
        }
        boolean started = startOverRecords();
        started &= checkOthers();
        if (!started) {
            failed = now;
        }
        nextDue = schedule.nextDue(noRoom).orElse(Instant.MAX);
    }

    private void takeFromDeadNodes() {
        int taken = runs.takeFromDeadNodes(live.all());
        if (taken > 0) {
            LOG.log(Level.WARNING, "Checking {0} assertions again, because their nodes stopped answering.", taken);
        }
    }

    /** @return false if no job could be started */
    private boolean startOverRecords() {
        putBackWhatIsOwed();
        List<DueSchedule.Due> taken;
        do {
            taken = new ArrayList<>();
            if (!start(taken)) {
                return false;
            }
        } while (taken.size() == OVER_RECORDS_AT_ONCE);
        return true;
    }

    private boolean start(List<DueSchedule.Due> taken) {
        AtomicLong job = new AtomicLong();
        try {
            assertions.startDue(jobId -> {
                job.set(jobId);
                taken.addAll(schedule.takeOverRecords(OVER_RECORDS_AT_ONCE));
                return taken.stream().map(DueSchedule.Due::assertionId).toList();
            });
            return true;
        } catch (RuntimeException e) {
            if (taken.isEmpty()) {
                throw e;
            }
            LOG.log(
                    Level.WARNING,
                    "No job could be started for {0} assertions that are due ({1}); trying again in {2} s.",
                    new Object[] {
                        taken.size(), StartUp.rootMessage(e), settings.sweep().toSeconds()
                    });
            owed.put(job.get(), taken);
            putBackWhatIsOwed();
            return false;
        }
    }

    private void putBackWhatIsOwed() {
        owed.forEach(schedule::putBack);
        owed.clear();
    }

    /** @return false if the server had no thread for some of them */
    private boolean checkOthers() {
        // Until it is known better: what ends meanwhile is to be noticed.
        noRoom = true;
        int room = room();
        while (room > 0) {
            List<DueSchedule.Begun> due = schedule.begin(room);
            List<DueSchedule.Begun> refused =
                    due.stream().filter(one -> !check(one)).toList();
            if (!refused.isEmpty()) {
                giveBack(refused);
                return false;
            }
            if (due.size() < room) {
                noRoom = false;
                return true;
            }
            room = room();
        }
        return true;
    }

    private int room() {
        return MOST - live.withoutJob();
    }

    /** @return false if the server has no thread for it */
    private boolean check(DueSchedule.Begun begun) {
        AssertionRun run = begun.run();
        if (run == null) {
            LOG.log(
                    Level.INFO,
                    "The assertion \"{0}\" is due, but still being checked; it is checked when it is due again.",
                    begun.due().name());
            return true;
        }
        live.add(run);
        try {
            executor.execute(() -> check(run));
            return true;
        } catch (RuntimeException | Error e) {
            LOG.log(Level.FINE, "Not begun", e);
            live.remove(run.id());
            return false;
        }
    }

    private void check(AssertionRun run) {
        try {
            assertions.find(run.assertionId()).ifPresent(assertion -> runner.run(assertion, run));
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    "What came of run {0,number,#} of assertion {1,number,#} could not be written ({2}); it is checked"
                            + " again when its lease has run out.",
                    new Object[] {run.id(), run.assertionId(), StartUp.rootMessage(e)});
        } finally {
            live.remove(run.id());
            if (noRoom) {
                lookAgain();
            }
        }
    }

    private void lookAgain() {
        try {
            work.run();
        } catch (RuntimeException e) {
            complain(e);
        }
    }

    private void giveBack(List<DueSchedule.Begun> refused) {
        schedule.giveBack(refused);
        if (!stopping) {
            LOG.log(
                    Level.WARNING,
                    "The server has no thread for {0} assertions that are due; trying again in {1} s.",
                    new Object[] {refused.size(), settings.sweep().toSeconds()});
        }
    }
}
