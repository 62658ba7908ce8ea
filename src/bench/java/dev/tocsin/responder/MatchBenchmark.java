package dev.tocsin.responder;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which of very many responders match a name. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class MatchBenchmark {

    private static final int NAMES = 4096;
    private static final int CHANGES = 4096;

    /** How many there are. */
    @Param({"100", "10000", "100000"})
    public int responders;

    private final String[] names = new String[NAMES];
    private List<PatternIndex.Watcher> watchers;
    private PatternIndex index;
    private List<Pattern> loop;
    private PatternIndex changing;
    private PatternIndex.Watcher[] changes;
    private int turn;
    private int change;

    /** Patterns as people write them: by their start, by a word somewhere, by alternatives, by classes. */
    private static String pattern(int i) {
        return switch (i % 5) {
            case 0 -> String.format("Order %05d is late", i);
            case 1 -> String.format("(?:Payment|Refund) of shop-%05d (?:failed|was refused)", i);
            case 2 -> String.format(".*customer-%05d", i);
            case 3 -> String.format("[Dd]isk /dev/sd[a-z] on host-%05d is (?:full|\\d+%% full)", i);
            default -> String.format("svc-%05d error on [a-z]+-\\d+", i);
        };
    }

    private static String name(int i, Random random) {
        return switch (i % 5) {
            case 0 -> String.format("Order %05d is late by %d days", i, random.nextInt(9));
            case 1 -> String.format("Refund of shop-%05d was refused by the bank", i);
            case 2 -> String.format("The address of customer-%05d is not known", i);
            case 3 -> String.format("disk /dev/sdb on host-%05d is %d%% full", i, random.nextInt(100));
            default -> String.format("svc-%05d error on web-%d", i, random.nextInt(1000));
        };
    }

    @Setup
    public void prepare() {
        Random random = new Random(4711);
        for (int i = 0; i < NAMES; i++) {
            // Nobody watches for every other one.
            names[i] = name(random.nextInt(responders) + (i % 2 == 0 ? 0 : responders), random);
        }
        watchers = new ArrayList<>();
        loop = new ArrayList<>();
        for (int i = 0; i < responders; i++) {
            watchers.add(new PatternIndex.Watcher(i, WatchPattern.compile(pattern(i)), false, List.of()));
            loop.add(Pattern.compile(pattern(i)));
        }
        index = new PatternIndex(1, watchers);
        changing = index;
        changes = new PatternIndex.Watcher[Math.min(CHANGES, responders)];
        for (int i = 0; i < changes.length; i++) {
            WatchPattern pattern = WatchPattern.compile(String.format("Something else .* %05d", i));
            changes[i] = new PatternIndex.Watcher(i, pattern, false, List.of());
        }
    }

    private String next() {
        turn = (turn + 1) % NAMES;
        return names[turn];
    }

    @Benchmark
    public List<PatternIndex.Watcher> byIndex() {
        return index.matching(next());
    }

    @Benchmark
    public int byLoop() {
        String name = next();
        int matching = 0;
        for (Pattern pattern : loop) {
            if (pattern.matcher(name).lookingAt()) {
                matching++;
            }
        }
        return matching;
    }

    @Benchmark
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public PatternIndex build() {
        return new PatternIndex(1, watchers);
    }

    /** One after the other, as somebody saves them: each time another one. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public PatternIndex change() {
        PatternIndex.Watcher changed = changes[change++ % changes.length];
        changing = changing.with(change, List.of(changed.id()), List.of(changed));
        return changing;
    }
}
