package dev.tocsin.responder;

import jakarta.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The enabled responders, so that those which match a name are found without trying each: by what every
 * match of their pattern begins with. Immutable.
 */
final class PatternIndex {

    /** A responder as it is used for matching and planning. */
    record Watcher(long id, WatchPattern pattern, boolean allowRetry, List<Task> tasks) {}

    /** An action of a responder. */
    record Task(long id, String targetFunction, JsonObject functionKwargs, int delaySec, long revision) {}

    private final long revision;
    private final Map<String, List<Watcher>> byPrefix = new HashMap<>();
    private final List<Integer> lengths;

    PatternIndex(long revision, List<Watcher> watchers) {
        this.revision = revision;
        TreeSet<Integer> seen = new TreeSet<>();
        for (Watcher watcher : watchers) {
            String prefix = watcher.pattern().literalPrefix();
            byPrefix.computeIfAbsent(prefix, none -> new ArrayList<>()).add(watcher);
            seen.add(prefix.length());
        }
        lengths = List.copyOf(seen);
    }

    /** The responders as of that change, or later. */
    long revision() {
        return revision;
    }

    /** In the order of their ids. */
    List<Watcher> matching(String name) {
        List<Watcher> matching = new ArrayList<>();
        for (int length : lengths) {
            if (length > name.length()) {
                break;
            }
            for (Watcher watcher : byPrefix.getOrDefault(name.substring(0, length), List.of())) {
                if (watcher.pattern().matches(name)) {
                    matching.add(watcher);
                }
            }
        }
        matching.sort(java.util.Comparator.comparingLong(Watcher::id));
        return matching;
    }
}
