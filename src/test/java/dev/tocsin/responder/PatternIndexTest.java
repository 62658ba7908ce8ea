package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternIndexTest {

    private static final List<String> WORDS = List.of(
            "Payment",
            "Pay",
            "Stock",
            "Stock is negative",
            "of order",
            "4711",
            "rejected",
            " ",
            "a",
            "\uD83D\uDD14",
            "");

    private static final List<String> PATTERNS = List.of(
            "",
            ".*",
            ".+",
            "Payment",
            "^Payment",
            "Payment .*rejected",
            "Payments?",
            "Pay(ment)?",
            "Pay|Stock",
            "(?i)payment",
            "Stock is",
            "Stock is negative$",
            "Stoc[kc]",
            "\\d+",
            "4711",
            "a*",
            "a+",
            "ab{0,2}",
            "\uD83D\uDD14",
            "\uD83D\uDD14+",
            "\uD83D\uDD14?Payment",
            " ",
            "  *",
            "\\QStock is\\E",
            ".*rejected",
            "of order \\d",
            "of\\ order",
            "[PS]",
            "(?:Stock|Payment) .*",
            "(?:Stock|) is",
            ".*(?:rejected|negative|\\d+)",
            ".*(?:re(?:ject|fus)ed|neg.tive)",
            "(?:of )+order",
            "(?:of )*order",
            ".*o{1,2}f",
            ".*or{0}der",
            "\\QPay\\E+ment",
            "(?s).*4711",
            "(?P<what>Stock|Pay).* is",
            "P(?i)AYMENT",
            ".*\\x34711",
            ".*[Oo]rder",
            ".*\\bnegative\\b",
            "Payment|.*rejected",
            "^.*order 4711$");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void findsWhatTryingEveryPatternFinds(long seed) {
        Random random = new Random(seed);
        List<PatternIndex.Watcher> watchers = randomWatchers(random);
        PatternIndex index = new PatternIndex(1, watchers);
        Map<Long, Pattern> patterns = patterns(watchers);
        int found = 0;
        for (int i = 0; i < 3_000; i++) {
            String name = randomName(random);
            List<Long> expected = tryingEach(patterns, name);
            assertThat(ids(index.matching(name))).as("watchers of \"%s\"", name).isEqualTo(expected);
            found += expected.size();
        }
        assertThat(found).as("matches").isGreaterThan(3_000);
    }

    @Test
    void findsThemInTheOrderOfTheirIdsHoweverTheyCame() {
        PatternIndex index = new PatternIndex(
                1,
                List.of(
                        watcher(9, ".*"),
                        watcher(3, "Payment"),
                        watcher(7, "Pay"),
                        watcher(5, "Payment"),
                        watcher(1, "P")));

        assertThat(ids(index.matching("Payment rejected"))).containsExactly(1L, 3L, 5L, 7L, 9L);
    }

    @Test
    void givesBackTheWatchersThemselves() {
        PatternIndex.Watcher watcher = watcher(3, "Payment");

        assertThat(new PatternIndex(1, List.of(watcher)).matching("Payment")).containsExactly(watcher);
    }

    @Test
    void aNameThatIsShorterThanAPrefixIsNoMatch() {
        PatternIndex index = new PatternIndex(1, List.of(watcher(1, "Payment"), watcher(2, "Pay")));

        assertThat(ids(index.matching("Pay"))).containsExactly(2L);
        assertThat(index.matching("")).isEmpty();
    }

    @Test
    void withoutWatchersNothingMatches() {
        assertThat(new PatternIndex(1, List.of()).matching("Payment")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void whatHasChangedIsFoundAsIfAllHadBeenFiledAnew(long seed) {
        Random random = new Random(seed);
        List<PatternIndex.Watcher> watchers = new ArrayList<>(randomWatchers(random));
        PatternIndex index = new PatternIndex(1, watchers);
        for (int change = 0; change < 200; change++) {
            long id = 1 + random.nextInt(80);
            watchers.removeIf(watcher -> watcher.id() == id);
            List<PatternIndex.Watcher> now =
                    random.nextInt(4) == 0 ? List.of() : List.of(watcher(id, any(PATTERNS, random) + "x*"));
            watchers.addAll(now);
            index = index.with(change + 2, List.of(id), now);
            assertThat(index.size()).isEqualTo(watchers.size());
            for (int i = 0; i < 20; i++) {
                String name = randomName(random);
                assertThat(ids(index.matching(name))).isEqualTo(tryingEach(patterns(watchers), name));
            }
        }
        assertThat(index.revision()).isEqualTo(201);
    }

    @Test
    void afterVeryManyChangesAllAreThere() {
        PatternIndex index = new PatternIndex(1, List.of(watcher(1, "Payment 1 "), watcher(2, "Payment 2 ")));
        for (long id = 2; id <= 1500; id++) {
            index = index.with(id, List.of(id), List.of(watcher(id, ".*Payment " + id + " ")));
        }
        assertThat(index.size()).isEqualTo(1500);
        assertThat(ids(index.matching("Payment 1 is late"))).containsExactly(1L);
        assertThat(ids(index.matching("The Payment 1499 is late"))).containsExactly(1499L);
    }

    @Test
    void knowsTheRevisionThatItWasMadeOf() {
        assertThat(new PatternIndex(42, List.of()).revision()).isEqualTo(42);
    }

    @Test
    void laterChangesToTheListDoNotReachIt() {
        List<PatternIndex.Watcher> watchers = new ArrayList<>(List.of(watcher(1, "Payment")));
        PatternIndex index = new PatternIndex(1, watchers);

        watchers.clear();

        assertThat(ids(index.matching("Payment"))).containsExactly(1L);
    }

    private static Map<Long, Pattern> patterns(List<PatternIndex.Watcher> watchers) {
        Map<Long, Pattern> patterns = new TreeMap<>();
        watchers.forEach(watcher ->
                patterns.put(watcher.id(), Pattern.compile(watcher.pattern().toString())));
        return patterns;
    }

    private static List<Long> tryingEach(Map<Long, Pattern> patterns, String name) {
        return patterns.keySet().stream()
                .filter(id -> patterns.get(id).matcher(name).lookingAt())
                .toList();
    }

    private static List<PatternIndex.Watcher> randomWatchers(Random random) {
        Long[] ids = LongStream.rangeClosed(1, 60).boxed().toArray(Long[]::new);
        List<Long> shuffled = Arrays.asList(ids);
        Collections.shuffle(shuffled, random);
        List<PatternIndex.Watcher> watchers = new ArrayList<>();
        for (long id : shuffled) {
            String pattern = any(PATTERNS, random) + any(PATTERNS, random);
            watchers.add(watcher(id, pattern.isBlank() ? "Pay" : pattern.replace("**", "*")));
        }
        return watchers;
    }

    private static String randomName(Random random) {
        return any(WORDS, random) + any(WORDS, random) + any(WORDS, random) + any(WORDS, random);
    }

    private static String any(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }

    private static PatternIndex.Watcher watcher(long id, String pattern) {
        return new PatternIndex.Watcher(id, WatchPattern.compile(pattern), false, List.of());
    }

    private static List<Long> ids(List<PatternIndex.Watcher> watchers) {
        return watchers.stream().map(PatternIndex.Watcher::id).toList();
    }
}
