package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternTextTest {

    private static final String BELL = "\uD83D\uDD14";

    private static final List<String> LETTERS = List.of("a", "b", "A", "1", " ", ".", "|", "{", "}", "*", "]", BELL);

    private static final List<String> PIECES = List.of(
            "a",
            "b",
            "ab",
            "1",
            " ",
            BELL,
            "a" + BELL,
            ".",
            "\\.",
            "\\|",
            "\\*",
            "\\{",
            "\\]",
            "\\d",
            "\\w",
            "\\b",
            "[ab]",
            "[^a]",
            "[|]",
            "[]|]",
            "[" + BELL + "b]",
            "(a|b)",
            "(ab)",
            "(?:ab|)",
            "(?i:a)",
            "\\Qa|b\\E",
            "\\Q.\\E",
            "\\Q*",
            "^",
            "$",
            "\\pL",
            "\\p{Lu}",
            "\\x61",
            "\\x{62}");

    private static final List<String> QUANTIFIERS =
            List.of("", "", "", "", "*", "?", "+", "*?", "??", "+?", "{0,2}", "{2}", "{1,}", "{0}");

    static List<Arguments> prefixes() {
        return List.of(
                // what most patterns are like: all of it is known, or a good part
                Arguments.of("Payment", "Payment"),
                Arguments.of("^Payment", "Payment"),
                Arguments.of("Payment .* rejected", "Payment "),
                Arguments.of("Payment$", "Payment"),
                Arguments.of("That \\*impossible\\* edge case", "That *impossible* edge case"),
                Arguments.of("Stock \\(all\\) is negative", "Stock (all) is negative"),
                Arguments.of("order [0-9]+", "order "),
                Arguments.of("order \\d+", "order "),
                Arguments.of("order (a|b)", "order "),
                Arguments.of("a[|]b", "a"),
                Arguments.of("a\\|b", "a|b"),
                Arguments.of("a\\Qb|c\\E", "a"),
                Arguments.of("Größe", "Größe"),
                Arguments.of(BELL + " rings", BELL + " rings"),
                // the last character is not sure to be there
                Arguments.of("abc*", "ab"),
                Arguments.of("abc?", "ab"),
                Arguments.of("abc{0,2}", "ab"),
                Arguments.of("ab\\.*", "ab"),
                Arguments.of("ab" + BELL + "*", "ab"),
                Arguments.of(BELL + "?a", ""),
                Arguments.of("a*", ""),
                // nor is what follows it
                Arguments.of("abc+d", "abc"),
                // nothing is known
                Arguments.of(".*", ""),
                Arguments.of("a|b", ""),
                Arguments.of("ab|ac", ""),
                Arguments.of("a(b)|c", ""),
                Arguments.of("(?i)payment", ""),
                Arguments.of("(Payment)", ""),
                Arguments.of("\\QPayment\\E", ""));
    }

    @ParameterizedTest(name = "{0} begins with {1}")
    @MethodSource("prefixes")
    void knowsWhatEveryMatchBeginsWith(String pattern, String prefix) {
        assertThat(PatternText.literalPrefix(pattern)).isEqualTo(prefix);
    }

    /** Whatever the seed: an index that skips a responder whose pattern matches would lose its actions. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whateverMatchesBeginsWithThePrefix(long seed) {
        Random random = new Random(seed);
        int tried = 0;
        int matched = 0;
        int withPrefix = 0;
        for (int i = 0; i < 5_000; i++) {
            String text = randomPattern(random);
            Predicate<String> platforms = name -> false;
            Predicate<String> linear = name -> false;
            boolean usable = false;
            try {
                Pattern pattern = Pattern.compile(text);
                platforms = name -> pattern.matcher(name).lookingAt();
                usable = true;
            } catch (java.util.regex.PatternSyntaxException notItsSyntax) {
                // the other one may take it
            }
            try {
                com.google.re2j.Pattern pattern = com.google.re2j.Pattern.compile(text);
                linear = name -> pattern.matcher(name).lookingAt();
                usable = true;
            } catch (com.google.re2j.PatternSyntaxException notItsSyntax) {
                // the other one may take it
            }
            if (!usable) {
                continue;
            }
            tried++;
            String prefix = PatternText.literalPrefix(text);
            withPrefix += prefix.isEmpty() ? 0 : 1;
            for (int j = 0; j < 20; j++) {
                String name = j % 2 == 0 ? randomName(random) : cut(prefix, random) + randomName(random);
                if (platforms.or(linear).test(name)) {
                    matched++;
                    assertThat(name).as("matched by %s", text).startsWith(prefix);
                }
            }
        }
        assertThat(tried).as("patterns that are patterns").isGreaterThan(3_000);
        assertThat(withPrefix).as("patterns with a prefix").isGreaterThan(500);
        assertThat(matched).as("matches").isGreaterThan(10_000);
    }

    @Test
    void aPrefixNeverEndsInHalfACharacter() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            String prefix = PatternText.literalPrefix(randomPattern(random));
            assertThat(prefix.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF))
                    .as(prefix)
                    .isEmpty();
        }
    }

    static List<Arguments> sizes() {
        return List.of(
                Arguments.of("abc", 3, 10),
                Arguments.of("a{1000}", 1000, 1010),
                Arguments.of("(a{10}){10}", 100, 150),
                Arguments.of("(a{0,10}){10,}", 100, 200),
                Arguments.of("[a-z]{100}", 100, 110),
                Arguments.of("a\\{1000}", 3, 20),
                Arguments.of("[{1000}]", 1, 5),
                Arguments.of("((((a{999}){999}){999}){999}){999}", 100_000, Integer.MAX_VALUE * 2L));
    }

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @MethodSource("sizes")
    void estimatesWhatAPatternCompilesTo(String pattern, long least, long most) {
        assertThat(PatternText.steps(pattern)).isBetween(least, most);
    }

    private static String randomPattern(Random random) {
        StringBuilder text = new StringBuilder();
        switch (random.nextInt(8)) {
            case 0 -> text.append("^");
            case 1 -> text.append("(?i)");
            default -> {
                // as most are
            }
        }
        int pieces = 1 + random.nextInt(5);
        for (int i = 0; i < pieces; i++) {
            if (i > 0 && random.nextInt(12) == 0) {
                text.append('|');
            }
            // More plain characters than anything else, so that there are prefixes.
            text.append(random.nextBoolean() ? PIECES.get(random.nextInt(7)) : any(PIECES, random));
            text.append(any(QUANTIFIERS, random));
        }
        return text.toString();
    }

    private static String randomName(Random random) {
        StringBuilder name = new StringBuilder();
        for (int length = random.nextInt(6); length > 0; length--) {
            name.append(random.nextBoolean() ? any(LETTERS.subList(0, 3), random) : any(LETTERS, random));
        }
        return name.toString();
    }

    /** Some of the prefix, at times with its last character missing. */
    private static String cut(String prefix, Random random) {
        return prefix.isEmpty() || random.nextBoolean() ? prefix : prefix.substring(0, prefix.length() - 1);
    }

    private static String any(List<String> texts, Random random) {
        return texts.get(random.nextInt(texts.size()));
    }
}
