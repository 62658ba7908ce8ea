package dev.tocsin.responder;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The enabled responders, so that those which match a name are found without trying each. Immutable; one that
 * differs in a few responders is made from it in no time, however many the others are.
 */
final class PatternIndex {

    /** So many changes are kept beside what they change; with more, all is filed anew. */
    private static final int MOST_CHANGES = 1000;

    /** A responder as it is used for matching and planning. */
    record Watcher(long id, WatchPattern pattern, boolean allowRetry, List<Task> tasks) {}

    /** An action of a responder. */
    record Task(long id, String targetFunction, JsonObject functionKwargs, int delaySec, long revision) {}

    private final long revision;
    private final LiteralIndex most;

    /** Those of the others that are no more, or are among the changed. */
    private final Set<Long> hidden;

    private final LiteralIndex changed;

    PatternIndex(long revision, List<Watcher> watchers) {
        this(revision, new LiteralIndex(watchers), Set.of(), new LiteralIndex(List.of()));
    }

    private PatternIndex(long revision, LiteralIndex most, Set<Long> hidden, LiteralIndex changed) {
        this.revision = revision;
        this.most = most;
        this.hidden = hidden;
        this.changed = changed;
    }

    /**
     * The same, but for these.
     *
     * @param replaced the ids of those that have changed, or are no more
     * @param now what they are now; nothing of those that are no more
     */
    PatternIndex with(long newRevision, Collection<Long> replaced, List<Watcher> now) {
        Set<Long> nowHidden = new HashSet<>(hidden);
        nowHidden.addAll(replaced);
        List<Watcher> nowChanged = new ArrayList<>(changed.watchers());
        nowChanged.removeIf(watcher -> replaced.contains(watcher.id()));
        nowChanged.addAll(now);
        if (nowHidden.size() <= MOST_CHANGES) {
            return new PatternIndex(newRevision, most, nowHidden, new LiteralIndex(nowChanged));
        }
        List<Watcher> all = new ArrayList<>(most.watchers());
        all.removeIf(watcher -> nowHidden.contains(watcher.id()));
        all.addAll(nowChanged);
        return new PatternIndex(newRevision, all);
    }

    /** The responders as of that change, or later. */
    long revision() {
        return revision;
    }

    /** How many there are. */
    int size() {
        long left = hidden.isEmpty()
                ? most.watchers().size()
                : most.watchers().stream()
                        .filter(watcher -> !hidden.contains(watcher.id()))
                        .count();
        return (int) left + changed.watchers().size();
    }

    /** In the order of their ids. */
    List<Watcher> matching(String name) {
        List<Watcher> found = new ArrayList<>();
        most.candidates(name, watcher -> {
            if (!hidden.contains(watcher.id()) && watcher.pattern().matches(name)) {
                found.add(watcher);
            }
        });
        changed.candidates(name, watcher -> {
            if (watcher.pattern().matches(name)) {
                found.add(watcher);
            }
        });
        if (found.size() < 2) {
            return found;
        }
        found.sort(Comparator.comparingLong(Watcher::id));
        List<Watcher> once = new ArrayList<>(found.size());
        for (Watcher watcher : found) {
            if (once.isEmpty() || once.get(once.size() - 1).id() != watcher.id()) {
                once.add(watcher);
            }
        }
        return once;
    }
}
