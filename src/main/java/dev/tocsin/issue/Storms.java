package dev.tocsin.issue;

import dev.tocsin.platform.DatabaseFailure;
import dev.tocsin.platform.Text;
import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import jakarta.inject.Inject;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongPredicate;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Opens what is wanted once. An issue that is seen again many times a second is a storm: its occurrences are counted in
 * memory, and written a few times a second, so that it costs the database no more than a quiet one, and slows down no
 * other. What is not written yet is lost if the process is killed, or if a server takes
 * the data source away before it stops the application; the standalone one does not.
 *
 * <p>This node's own changes of status end a storm at once. Those of another node are found when the
 * occurrences are written: those that came after the issue was closed then open a new one.
 */
@ApplicationScoped
class Storms {

    /** How often what was counted is written. */
    static final Duration WINDOW = Duration.ofMillis(250);

    /** So many within a window begin a storm. */
    private static final int MANY = 25;

    /** Fewer than so many within a window end it. */
    private static final int FEW = 5;

    /** Names beyond that are not watched within a window. */
    private static final int MOST_NAMES = 10_000;

    private static final int WRITTEN_AT_ONCE = 100;

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = Logger.getLogger(Storms.class.getName());

    @Inject
    private IssueIntake intake;

    @Inject
    private IssueRecorder recorder;

    @Inject
    private Clock clock;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transaction;

    /** By fingerprint. */
    private final Map<String, Storm> storms = new ConcurrentHashMap<>();

    private final Set<Storm> ended = new LinkedHashSet<>();
    private final Map<String, AtomicInteger> seen = new ConcurrentHashMap<>();
    private final AtomicLong changes = new AtomicLong();
    private final ReentrantLock writing = new ReentrantLock();
    private volatile boolean stopping;
    private volatile boolean complained;

    /** For the container. */
    Storms() {}

    Storms(IssueIntake intake, IssueRecorder recorder, Clock clock) {
        this.intake = intake;
        this.recorder = recorder;
        this.clock = clock;
    }

    /** What is behind {@code openOnce}. */
    Occurrence openOnce(Wish wish) {
        Storm storm = storms.get(wish.fingerprint());
        Optional<Occurrence> counted = storm == null ? Optional.empty() : storm.count(wish, now());
        return counted.orElseGet(() -> ask(wish));
    }

    private Occurrence ask(Wish wish) {
        long changesBefore = changes.get();
        Occurrence occurrence = intake.open(List.of(wish)).get(0);
        if (!occurrence.created() && !stopping && isSeenOften(wish.fingerprint())) {
            storms.putIfAbsent(wish.fingerprint(), new Storm(wish, occurrence));
            if (stopping || changes.get() != changesBefore) {
                // It may be this issue that was closed since the database told that it is open.
                end(wish.fingerprint());
            }
        }
        return occurrence;
    }

    private boolean isSeenOften(String fingerprint) {
        AtomicInteger count = seen.get(fingerprint);
        if (count == null) {
            if (seen.size() >= MOST_NAMES) {
                return false;
            }
            count = seen.computeIfAbsent(fingerprint, none -> new AtomicInteger());
        }
        return count.incrementAndGet() >= MANY;
    }

    void closed(@Observes(during = TransactionPhase.AFTER_SUCCESS) IssueEvents.Closed event) {
        changed(event.name(), event.record());
    }

    void reopened(@Observes(during = TransactionPhase.AFTER_SUCCESS) IssueEvents.Reopened event) {
        changed(event.name(), event.record());
    }

    private void changed(String name, RecordRef record) {
        changes.incrementAndGet();
        if (!storms.isEmpty()) {
            end(Fingerprint.of(name, record));
        }
    }

    private void end(String fingerprint) {
        Storm storm = storms.remove(fingerprint);
        if (storm != null) {
            storm.end();
            keep(storm);
        }
    }

    /**
     * Writes what was counted, so that who reads these issues now sees it. Not in a transaction, which may hold the
     * very rows.
     */
    void settle(LongPredicate read) {
        if (isCounting()
                && transaction.getTransactionStatus() == Status.STATUS_NO_TRANSACTION
                && unwritten().stream().map(Storm::tally).anyMatch(tally -> read.test(tally.issueId()))) {
            write(PATIENCE);
        }
    }

    private List<Storm> unwritten() {
        List<Storm> all = new ArrayList<>(storms.values());
        synchronized (ended) {
            all.addAll(ended);
        }
        all.removeIf(storm -> storm.tally().occurrences() == 0);
        return all;
    }

    private boolean isCounting() {
        synchronized (ended) {
            return !storms.isEmpty() || !ended.isEmpty();
        }
    }

    /** To be called once for each {@link #WINDOW}. */
    void windowEnds() {
        seen.clear();
        if (isCounting()) {
            storms.forEach((fingerprint, storm) -> {
                if (storm.tally().occurrences() < FEW) {
                    end(fingerprint);
                }
            });
            write(Duration.ZERO);
        }
    }

    /** Counts nothing in memory any more, and writes what was. */
    void stop() {
        stopping = true;
        List.copyOf(storms.keySet()).forEach(this::end);
        if (isCounting()) {
            write(PATIENCE);
        }
    }

    /** @param patience how long to wait for one who is writing: one at a time, or something is written twice */
    private void write(Duration patience) {
        try {
            if (writing.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    writeAll();
                } finally {
                    writing.unlock();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeAll() {
        List<Storm> all = unwritten();
        for (int from = 0; from < all.size(); from += WRITTEN_AT_ONCE) {
            write(all.subList(from, Math.min(all.size(), from + WRITTEN_AT_ONCE)));
        }
    }

    private void write(List<Storm> some) {
        List<Storm.Tally> tallies = some.stream().map(Storm::tally).toList();
        try {
            List<Optional<Occurrence>> counted = recorder.count(tallies);
            for (int i = 0; i < some.size(); i++) {
                written(some.get(i), tallies.get(i), counted.get(i));
            }
            complained = false;
        } catch (RuntimeException e) {
            LOG.log(Level.FINE, "Occurrences of several issues could not be written at once; each is tried alone", e);
            boolean answers = true;
            for (Storm storm : some) {
                answers = answers && writeAlone(storm);
                if (!answers) {
                    notWritten(storm);
                }
            }
        }
    }

    /** @return whether it is of use to go on with others */
    private boolean writeAlone(Storm storm) {
        Storm.Tally tally = storm.tally();
        try {
            written(storm, tally, recorder.count(List.of(tally)).get(0));
            return true;
        } catch (RuntimeException e) {
            if (DatabaseFailure.isOfHeldRow(e)) {
                // Not by its observers: it would be waited for once more, and longer, while all others wait.
                notWritten(storm);
                return true;
            }
            return writeUnwatched(storm, tally, e);
        }
    }

    private boolean writeUnwatched(Storm storm, Storm.Tally tally, RuntimeException failure) {
        try {
            written(storm, tally, recorder.countUnwatched(tally));
            return true;
        } catch (RuntimeException e) {
            e.addSuppressed(failure);
            complain(tally, e);
            notWritten(storm);
            return DatabaseFailure.isOfHeldRow(e);
        }
    }

    private void notWritten(Storm storm) {
        storm.notWritten();
        keep(storm);
    }

    private void written(Storm storm, Storm.Tally tally, Optional<Occurrence> now) {
        storm.written(tally, now);
        if (now.isEmpty()) {
            storms.remove(tally.fingerprint(), storm);
        }
        keep(storm);
    }

    /** One that is over is known until the database has all of it. */
    private void keep(Storm storm) {
        synchronized (ended) {
            if (storm.isOver() && storm.tally().occurrences() > 0) {
                ended.add(storm);
            } else {
                ended.remove(storm);
            }
        }
    }

    private void complain(Storm.Tally tally, RuntimeException failure) {
        if (!complained) {
            complained = true;
            LOG.log(
                    Level.WARNING,
                    failure,
                    () -> tally.occurrences() + " occurrences of the issue \""
                            + Text.visible(tally.latest().issue().name()) + "\" could not be written; "
                            + (stopping ? "they are lost with this process" : "they are kept, and tried again"));
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
