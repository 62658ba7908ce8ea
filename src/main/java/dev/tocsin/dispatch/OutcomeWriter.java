package dev.tocsin.dispatch;

import dev.tocsin.platform.DatabaseFailure;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.Text;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Writes outcomes in batches: those that come in while a batch is written make up the next. They are
 * kept until the database has them.
 */
@ApplicationScoped
class OutcomeWriter {

    private static final Logger LOG = Logger.getLogger(OutcomeWriter.class.getName());
    private static final int BATCH = 500;

    private ActionQueue queue;
    private Settings settings;
    private Event<ActionsEnded> ended;

    private final Queue<Outcome> waiting = new ConcurrentLinkedQueue<>();

    /** Those that could not be written when it was last tried. */
    private final Queue<Outcome> putOff = new ConcurrentLinkedQueue<>();

    /** The ids of those that wait of nodes that died. */
    private final Set<Long> takenOver = ConcurrentHashMap.newKeySet();

    /** For the container's proxy. */
    protected OutcomeWriter() {}

    @Inject
    OutcomeWriter(ActionQueue queue, Settings settings, Event<ActionsEnded> ended) {
        this.queue = queue;
        this.settings = settings;
        this.ended = ended;
    }

    void add(List<Outcome> outcomes) {
        waiting.addAll(outcomes);
    }

    /** Adds those of nodes that died, which are found again and again until they are written: each waits once. */
    void takeOver(List<Outcome> abandoned) {
        abandoned.stream()
                .filter(outcome -> takenOver.add(outcome.action().id()))
                .forEach(waiting::add);
    }

    boolean isEmpty() {
        return waiting.isEmpty() && putOff.isEmpty();
    }

    /**
     * Writes all that wait, but those whose issue another transaction has just now: these it writes when it is called again.
     * To be called by one thread at a time.
     *
     * @param written told of each batch once the database has it
     */
    void write(Consumer<List<Outcome>> written) {
        for (Outcome before = putOff.poll(); before != null; before = putOff.poll()) {
            waiting.add(before);
        }
        while (!waiting.isEmpty()) {
            List<Outcome> batch = new ArrayList<>(BATCH);
            for (Outcome next = waiting.poll(); next != null; next = batch.size() < BATCH ? waiting.poll() : null) {
                batch.add(next);
            }
            List<Outcome> now;
            try {
                now = writeSeparatingBad(batch);
            } catch (RuntimeException e) {
                waiting.addAll(batch);
                throw e;
            }
            if (!now.isEmpty()) {
                written.accept(now);
                ended.fire(new ActionsEnded(now.size()));
            }
        }
    }

    /**
     * One outcome that cannot be stored does not keep the others from being.
     *
     * @return those that are written now
     */
    private List<Outcome> writeSeparatingBad(List<Outcome> batch) {
        try {
            return write(batch);
        } catch (DatabaseFailure e) {
            if (!e.isAboutData()) {
                throw e;
            }
            List<Outcome> now = new ArrayList<>();
            for (Outcome outcome : batch) {
                now.addAll(writeBad(outcome));
            }
            return now;
        }
    }

    private List<Outcome> writeBad(Outcome outcome) {
        try {
            return write(List.of(outcome));
        } catch (DatabaseFailure e) {
            if (!e.isAboutData()) {
                throw e;
            }
            return write(List.of(outcome.without(e.getMessage())));
        }
    }

    private List<Outcome> write(List<Outcome> batch) {
        ActionQueue.Completed done = queue.complete(batch);
        List<Outcome> abandoned = batch.stream()
                .filter(outcome -> outcome.kind() == Outcome.Kind.ABANDONED)
                .toList();
        abandoned.forEach(outcome -> takenOver.remove(outcome.action().id()));
        long mine = abandoned.stream().filter(done.completions()::containsKey).count();
        if (mine > 0) {
            LOG.log(Level.WARNING, "Took over {0} actions of nodes that stopped answering.", mine);
        }
        List<Outcome> now = new ArrayList<>(batch);
        now.removeIf(outcome -> done.putOff().stream().anyMatch(other -> other == outcome));
        // Those of nodes that died are found again by the next sweep.
        done.putOff().stream()
                .filter(outcome -> outcome.kind() != Outcome.Kind.ABANDONED)
                .forEach(putOff::add);
        for (Outcome outcome : now) {
            tell(outcome, done.completions().get(outcome));
        }
        return now;
    }

    private void tell(Outcome outcome, Completion completion) {
        if (outcome.kind() == Outcome.Kind.WITHDRAWN) {
            return;
        }
        if (completion == null) {
            if (outcome.kind() == Outcome.Kind.ABANDONED) {
                // Another node was faster, and tells of it; or the one that ran it has written how it ended.
                return;
            }
            LOG.log(
                    Level.WARNING,
                    "{0}: {1}, but this node had lost its lease; another one decides what comes next.",
                    new Object[] {named(outcome), outcome.kind().word()});
        } else if (outcome.kind() != Outcome.Kind.SUCCEEDED) {
            LOG.log(Level.WARNING, "{0}: {1}; {2}.", new Object[] {
                named(outcome), outcome.error(), next(outcome, completion)
            });
        }
    }

    private static String named(Outcome outcome) {
        ClaimedAction action = outcome.action();
        String name = action.issue() == null
                ? ""
                : " \"" + Text.visible(action.issue().name()) + "\"";
        return action.targetFunction() + " for issue " + action.issueId() + name;
    }

    private String next(Outcome outcome, Completion completion) {
        int allowed = settings.retryAttempts();
        String tried = "tried " + (allowed - completion.triesLeft()) + " of " + allowed;
        return switch (completion.state()) {
            case PLANNED -> tried + ", next in " + seconds(Duration.between(outcome.at(), completion.dueAt()));
            case CANCELLED -> tried + ", not again because the issue was closed";
            default -> tried + ", not again by itself";
        };
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() % 1000 == 0 ? duration.toSeconds() + " s" : duration.toMillis() + " ms";
    }
}
