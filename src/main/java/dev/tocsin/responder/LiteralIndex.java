package dev.tocsin.responder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Finds the watchers that may match a name by what the name has in it. Each watcher is filed under four characters
 * (fewer, where it has no more) of a literal that its every match contains: those that fewest others have.
 * Immutable.
 */
final class LiteralIndex {

    private static final int LONGEST = 4;

    /** How much more often a shorter row of characters is met in a name by chance. */
    private static final long[] MET = {0, 300, 30, 4, 1};

    /** A watcher, and the literal for which it is filed where it is. */
    private record Entry(PatternIndex.Watcher watcher, String literal, int offset) {}

    private static final Entry[] NONE = {};

    private final List<PatternIndex.Watcher> watchers;
    private final List<PatternIndex.Watcher> always = new ArrayList<>();
    private final Files filed;
    private final boolean[] lengths = new boolean[LONGEST + 1];

    LiteralIndex(List<PatternIndex.Watcher> watchers) {
        this.watchers = List.copyOf(watchers);
        List<List<Set<String>>> required = new ArrayList<>(watchers.size());
        Counts counts = new Counts();
        for (PatternIndex.Watcher watcher : watchers) {
            List<Set<String>> sets = RequiredLiterals.of(watcher.pattern().toString());
            required.add(sets);
            sets.forEach(set -> set.forEach(counts::add));
        }
        Map<Long, List<Entry>> entries = new HashMap<>();
        for (int i = 0; i < watchers.size(); i++) {
            PatternIndex.Watcher watcher = watchers.get(i);
            Set<String> rarest = rarest(required.get(i), counts);
            if (rarest.isEmpty()) {
                always.add(watcher);
            }
            for (String literal : rarest) {
                int offset = counts.rarest(literal);
                int length = Math.min(LONGEST, literal.length());
                lengths[length] = true;
                entries.computeIfAbsent(key(literal, offset, length), none -> new ArrayList<>(1))
                        .add(new Entry(watcher, literal, offset));
            }
        }
        filed = new Files(entries);
    }

    private static Set<String> rarest(List<Set<String>> sets, Counts counts) {
        Set<String> best = Set.of();
        long least = Long.MAX_VALUE;
        for (Set<String> set : sets) {
            long cost = 0;
            for (String literal : set) {
                cost += counts.cost(literal, counts.rarest(literal));
            }
            if (cost < least) {
                least = cost;
                best = set;
            }
        }
        return best;
    }

    /** All of them. */
    List<PatternIndex.Watcher> watchers() {
        return watchers;
    }

    /** Calls the consumer for each that may match; for some of them more than once. */
    void candidates(String name, Consumer<PatternIndex.Watcher> candidate) {
        always.forEach(candidate);
        for (int length = 1; length <= LONGEST; length++) {
            for (int at = 0; lengths[length] && at + length <= name.length(); at++) {
                for (Entry entry : filed.get(key(name, at, length))) {
                    if (name.startsWith(entry.literal, at - entry.offset)) {
                        candidate.accept(entry.watcher);
                    }
                }
            }
        }
    }

    /** No name has the character zero, so keys of different lengths differ. */
    private static long key(String text, int at, int length) {
        long key = 0;
        for (int i = 0; i < length; i++) {
            key = key << 16 | text.charAt(at + i);
        }
        return key;
    }

    /** How many literals have a row of characters in them. */
    private static final class Counts {

        private long[] keys = new long[1024];
        private int[] counts = new int[1024];
        private int size;

        void add(String literal) {
            int length = Math.min(LONGEST, literal.length());
            for (int at = 0; at + length <= literal.length(); at++) {
                int slot = slot(keys, key(literal, at, length));
                if (keys[slot] == 0) {
                    keys[slot] = key(literal, at, length);
                    size++;
                }
                counts[slot]++;
                if (size * 2 > keys.length) {
                    grow();
                }
            }
        }

        private void grow() {
            long[] before = keys;
            int[] countsBefore = counts;
            keys = new long[before.length * 2];
            counts = new int[before.length * 2];
            for (int i = 0; i < before.length; i++) {
                if (before[i] != 0) {
                    int slot = slot(keys, before[i]);
                    keys[slot] = before[i];
                    counts[slot] = countsBefore[i];
                }
            }
        }

        /** Where the rarest row of a literal begins. */
        int rarest(String literal) {
            int best = 0;
            for (int at = 1; at + LONGEST <= literal.length(); at++) {
                if (cost(literal, at) < cost(literal, best)) {
                    best = at;
                }
            }
            return best;
        }

        long cost(String literal, int at) {
            int length = Math.min(LONGEST, literal.length());
            return counts[slot(keys, key(literal, at, length))] * MET[length];
        }
    }

    /** The entries by their key: one that is not zero, looked up without an object. */
    private static final class Files {

        private final long[] keys;
        private final Entry[][] entries;

        Files(Map<Long, List<Entry>> all) {
            int capacity = Integer.highestOneBit(Math.max(8, all.size())) * 4;
            keys = new long[capacity];
            entries = new Entry[capacity][];
            all.forEach((key, list) -> {
                int slot = slot(keys, key);
                keys[slot] = key;
                entries[slot] = list.toArray(Entry[]::new);
            });
        }

        Entry[] get(long key) {
            Entry[] found = entries[slot(keys, key)];
            return found == null ? NONE : found;
        }
    }

    /** Where in a table, half of which is empty, a key is, or would be. */
    private static int slot(long[] keys, long key) {
        int slot = (int) (key * 0x9E3779B97F4A7C15L >>> 34) & keys.length - 1;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }
}
