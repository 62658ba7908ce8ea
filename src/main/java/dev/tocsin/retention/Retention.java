package dev.tocsin.retention;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.DurationText;
import dev.tocsin.platform.NodeName;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import dev.tocsin.retention.OldRows.Batch;
import dev.tocsin.security.Needs;
import dev.tocsin.security.Permission;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Deletes what is older than the configuration says, on one node at a time: closed issues with their history, what was
 * done again since about issues that are still there, and old entries of the audit trail. Never what is open or
 * planned. Small batches with pauses between them, so that nobody waits for it however much there is.
 */
@ApplicationScoped
public class Retention {

    private static final Logger LOG = Logger.getLogger(Retention.class.getName());

    /** As long as a batch took, within these: at least half of the time is others'. */
    private static final long SHORTEST_PAUSE_MILLIS = 10;

    private static final long LONGEST_PAUSE_MILLIS = 5000;

    @Resource(lookup = "java:comp/DefaultManagedScheduledExecutorService")
    private ManagedScheduledExecutorService scheduler;

    @Inject
    private OldRows rows;

    @Inject
    private RetentionTable table;

    @Inject
    private NodeName node;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    /** One kind of rows that become old. */
    private record Rule(Counted counted, Optional<Duration> kept, Step step) {}

    private enum Counted {
        ISSUES("issues"),
        ACTIONS("actions that were done again since"),
        ENTRIES("entries");

        private final String words;

        Counted(String words) {
            this.words = words;
        }
    }

    @FunctionalInterface
    private interface Step {
        Batch delete(Instant before, Cursor after);
    }

    /** Where a pass over all rules is: before each is a moment that does not move while it goes on. */
    private final class Pass {
        private final Instant now = clock.instant();
        private final List<Rule> rules = rules();
        private int at;
        private Cursor after;

        /** Does a batch; false if there was none left to do, or another node has taken over. */
        boolean step() {
            while (at < rules.size() && rules.get(at).kept().isEmpty()) {
                at++;
            }
            if (at == rules.size()) {
                return false;
            }
            Rule rule = rules.get(at);
            Batch batch;
            try {
                batch = rule.step().delete(now.minus(rule.kept().get()), after);
            } catch (RuntimeException e) {
                skip(rule, e);
                return true;
            }
            after = batch.last();
            if (after == null) {
                at++;
            }
            return table.went(
                    node.text(),
                    rule.counted() == Counted.ISSUES ? batch.deleted() : 0,
                    rule.counted() == Counted.ACTIONS ? batch.deleted() : 0,
                    rule.counted() == Counted.ENTRIES ? batch.deleted() : 0);
        }

        /** What cannot be deleted does not keep the rest from being. */
        private void skip(Rule rule, RuntimeException failure) {
            at++;
            after = null;
            if (at == rules.size()) {
                throw failure;
            }
            LOG.log(Level.WARNING, "Old {0} could not be deleted ({1}); going on with what else is old.", new Object[] {
                rule.counted().words, StartUp.rootMessage(failure)
            });
            LOG.log(Level.FINE, "Because of", failure);
        }
    }

    private List<Rule> rules() {
        return List.of(
                new Rule(Counted.ISSUES, settings.keepResolved(), rows::resolvedIssues),
                new Rule(Counted.ISSUES, settings.keepWontFix(), rows::wontFixIssues),
                new Rule(Counted.ACTIONS, settings.keepHistory(), rows::repeatedActions),
                new Rule(Counted.ENTRIES, settings.keepHistory(), (before, after) -> rows.bursts(before)),
                new Rule(Counted.ENTRIES, settings.keepAudit(), (before, after) -> rows.auditEntries(before)));
    }

    /** Begins in the background, unless a node has begun within the last while or is at it. */
    void begin() {
        if (table.claim(node.text(), settings.retentionEvery())) {
            goOn(new Pass());
        }
    }

    /**
     * Does it all in this thread, whenever it was last done; unless a node is at it.
     *
     * @return whether this node did
     */
    public boolean runNow() {
        if (!table.claim(node.text(), Duration.ZERO)) {
            return false;
        }
        Pass pass = new Pass();
        while (pass.step()) {
            // there is more
        }
        ended();
        return true;
    }

    /** When that last was, and how much was deleted. */
    @Needs(Permission.READ)
    public RetentionState state() {
        return table.state();
    }

    /** Empty if there is none at all. */
    @Needs(Permission.READ)
    public Optional<OldestIssue> oldestIssue() {
        return table.oldestIssue();
    }

    private void goOn(Pass pass) {
        long began = System.nanoTime();
        try {
            if (pass.step()) {
                long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
                scheduler.schedule(
                        () -> goOn(pass),
                        Math.min(LONGEST_PAUSE_MILLIS, Math.max(SHORTEST_PAUSE_MILLIS, took)),
                        TimeUnit.MILLISECONDS);
            } else {
                ended();
            }
        } catch (RejectedExecutionException stopping) {
            LOG.log(Level.FINE, "What is left to delete waits until a node has time for it.");
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "What is old could not be deleted ({0}); trying again in {1}.", new Object[] {
                StartUp.rootMessage(e), DurationText.of(settings.retentionEvery())
            });
            LOG.log(Level.FINE, "Because of", e);
        }
    }

    private void ended() {
        table.ended(node.text());
        RetentionState state = table.state();
        if (state.issues() + state.actions() + state.entries() > 0) {
            LOG.log(Level.INFO, "Deleted what is old: {0} issues, {1} actions of others, {2} entries.", new Object[] {
                state.issues(), state.actions(), state.entries()
            });
        }
    }
}
