package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class WatchPatternTest {

    private static final Duration NEVER_SO_LONG = Duration.ofSeconds(5);

    static List<Arguments> namesAndPatterns() {
        return List.of(
                // at the start, and not further on
                Arguments.of("Payment", "Payment of order 4711 rejected", true),
                Arguments.of("Payment", "Payment", true),
                Arguments.of("Payment", "A Payment", false),
                Arguments.of("Payment", " Payment", false),
                Arguments.of("Payment", "payment", false),
                Arguments.of("Payment", "Paymen", false),
                Arguments.of("Payment", "", false),
                Arguments.of("^Payment", "Payment rejected", true),
                Arguments.of("^Payment", "A Payment", false),
                Arguments.of("Payment .* rejected", "Payment of order 4711 rejected twice", true),
                Arguments.of("Payment$", "Payment rejected", false),
                Arguments.of("Payment$", "Payment", true),
                Arguments.of(".*rejected", "Payment rejected", true),
                Arguments.of("rejected|Payment", "Payment rejected", true),
                Arguments.of("rejected|paid", "Payment rejected", false),
                Arguments.of("(?i)payment", "PAYMENT rejected", true),
                Arguments.of("(?P<what>Payment|Refund) rejected", "Refund rejected", true),
                Arguments.of("(?<what>Payment|Refund) rejected", "Refund rejected", true),
                // a dot is not a line break, as in Python
                Arguments.of("a.b", "a\nb", false),
                Arguments.of("(?s)a.b", "a\nb", true),
                Arguments.of("^b", "a\nb", false),
                Arguments.of("(?m)^b", "a\nb", false),
                // the seed's own
                Arguments.of(
                        "That \\*impossible\\* edge case finally happened",
                        "That *impossible* edge case finally happened...",
                        true),
                Arguments.of(
                        "That 'impossible' edge case finally happened...",
                        "That 'impossible' edge case finally happened...",
                        true),
                // what may match nothing matches every name
                Arguments.of("a*", "b", true),
                Arguments.of("x?", "", true),
                Arguments.of("x|", "b", true),
                // beyond ASCII
                Arguments.of("Größe", "Größe 5", true),
                Arguments.of("\\p{Lu}\\p{Ll}+", "Ärger", true),
                Arguments.of("^.$", "\uD83D\uDD14", true),
                Arguments.of("[\uD83D\uDD14\uD83D\uDD15]", "\uD83D\uDD15 muted", true),
                Arguments.of("\uD83D\uDD14+ rings", "\uD83D\uDD14\uD83D\uDD14 rings", true));
    }

    @ParameterizedTest(name = "{0} on {1}: {2}")
    @MethodSource("namesAndPatterns")
    void matchesAtTheStartOfTheNameOnly(String pattern, String name, boolean matches) {
        assertThat(WatchPattern.compile(pattern).matches(name)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a+)+$", "(a|aa)+$", "(a|a?)+$", "(.*a){20}$", "(a*)*b", "([a-z]+)*!"})
    void answersInTimeHoweverThePatternIsNested(String text) {
        WatchPattern pattern = WatchPattern.compile(text);

        boolean matches = assertTimeoutPreemptively(NEVER_SO_LONG, () -> pattern.matches("a".repeat(100_000) + "?"));

        assertThat(matches).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "((a{1000}){1000})",
                "(a{1000}){1000}",
                "((((a{10}){10}){10}){10}){10}",
                "(?:a{1000}){11}",
                "(a{2,1000}){100,}",
                "((a{1000}){1000}){1000}",
                "([a-z]{1000}){1000}",
                "(\\pL{1000}){1000}",
                "(x(y(z{50}){50}){50}){50}"
            })
    void refusesCountedRepeatsThatMultiply(String text) {
        assertTimeoutPreemptively(
                NEVER_SO_LONG,
                () -> assertThatThrownBy(() -> WatchPattern.compile(text))
                        .isInstanceOf(PatternRefused.class)
                        .hasMessage("is too large: its counted repeats multiply to more than 10000 steps"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"a{1000}", "(ab{10}){100}", "[0-9]{4}-[0-9]{2}-[0-9]{2}", "(a{0,9}){0,9}", "(\\d{3} ){100}"})
    void takesCountedRepeatsOfAnOrdinarySize(String text) {
        assertThat(WatchPattern.compile(text)).hasToString(text);
    }

    /** The position is where the part begins that cannot be used, in UTF-16 units from 0. */
    static List<Arguments> badPatterns() {
        return List.of(
                Arguments.of("(", "missing closing )", 0),
                Arguments.of("a(b", "missing closing )", 1),
                Arguments.of("((a)", "missing closing )", 0),
                Arguments.of("a(b(c)d", "missing closing )", 1),
                Arguments.of("\\((", "missing closing )", 2),
                Arguments.of("[(](", "missing closing )", 3),
                Arguments.of("[", "missing closing ]", 0),
                Arguments.of("x[a-z", "missing closing ]", 1),
                Arguments.of("x[^", "missing closing ]", 1),
                Arguments.of("[a][]", "missing closing ]", 3),
                Arguments.of("(a[)", "missing closing ]", 2),
                Arguments.of("*", "missing argument to repetition operator", 0),
                Arguments.of("+a", "missing argument to repetition operator", 0),
                Arguments.of("a|*", "missing argument to repetition operator", 2),
                Arguments.of("(*a)", "missing argument to repetition operator", 1),
                Arguments.of("(?i)*", "missing argument to repetition operator", 4),
                Arguments.of("a**", "invalid nested repetition operator", 1),
                Arguments.of("a++", "invalid nested repetition operator", 1),
                Arguments.of("ab{2}{3}", "invalid nested repetition operator", 2),
                Arguments.of("\uD83D\uDD14**", "invalid nested repetition operator", 2),
                Arguments.of("a{1001}", "invalid repeat count", 1),
                Arguments.of("ab{3,2}c", "invalid repeat count", 2),
                Arguments.of("a{99999999999}", "invalid repeat count", 1),
                Arguments.of("a[z-a]", "invalid character class range", 2),
                Arguments.of("a[[:foo:]]", "invalid character class range", 2),
                Arguments.of("a\\pX", "invalid character class range", 1),
                Arguments.of("\\p{Foo}", "invalid character class range", 0),
                Arguments.of("ab\\y", "invalid escape sequence", 2),
                Arguments.of("[\\y]", "invalid escape sequence", 1),
                Arguments.of("a[b\\h]", "invalid escape sequence", 3),
                Arguments.of("\\Ga", "invalid escape sequence", 0),
                Arguments.of("(?z)a", "invalid or unsupported Perl syntax", 0),
                Arguments.of("a(?>b)", "invalid or unsupported Perl syntax", 1),
                Arguments.of("a(?#why)", "invalid or unsupported Perl syntax", 1),
                Arguments.of("a(?P<1-x>b)", "invalid named capture", 1),
                Arguments.of("*a)", "missing argument to repetition operator", 0),
                Arguments.of("\\p{L}*z\\p{Foo}", "invalid character class range", 7),
                Arguments.of("\\x{41}\\x{zz}", "invalid escape sequence", 6),
                Arguments.of("(?i)(?z)a", "invalid or unsupported Perl syntax", 4),
                Arguments.of("(?P<n>a)(?P<n>b)", "duplicate capture group name", 12),
                Arguments.of("ab\\", "trailing backslash at end of expression", 2),
                Arguments.of("[\\", "trailing backslash at end of expression", 1));
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @MethodSource("badPatterns")
    void saysWhatIsWrongWithAPatternAndWhere(String text, String what, int position) {
        assertThatThrownBy(() -> WatchPattern.compile(text))
                .isInstanceOf(PatternRefused.class)
                .hasMessage("is \"" + text + "\", which is not a pattern: " + what + " at position " + position);
    }

    static List<Arguments> closingsTooMany() {
        return List.of(Arguments.of(")", 0), Arguments.of("a)b", 1), Arguments.of("(a))", 3), Arguments.of("a|b)", 3));
    }

    @ParameterizedTest
    @MethodSource("closingsTooMany")
    void saysWhereAGroupIsClosedThatWasNotOpened(String text, int position) {
        assertThatThrownBy(() -> WatchPattern.compile(text))
                .isInstanceOf(PatternRefused.class)
                .hasMessageStartingWith("is \"" + text + "\", which is not a pattern: ")
                .hasMessageEndingWith(" at position " + position);
    }

    static List<Arguments> unsupported() {
        return List.of(
                Arguments.of("a(?=b)", "a look-ahead", 1),
                Arguments.of("(?!b)a", "a look-ahead", 0),
                Arguments.of("((?=b)a)", "a look-ahead", 1),
                Arguments.of("a(?<=b)", "a look-behind", 1),
                Arguments.of("(?<!b)a", "a look-behind", 0),
                Arguments.of("(a)\\1", "a back-reference", 3),
                Arguments.of("(a)(b)[x]\\2", "a back-reference", 9),
                Arguments.of("(?P<n>a)(?P=n)", "a back-reference", 8));
    }

    @ParameterizedTest(name = "{0}: {1} at {2}")
    @MethodSource("unsupported")
    void refusesByNameWhatCannotBeHadInLinearTime(String text, String what, int position) {
        assertThatThrownBy(() -> WatchPattern.compile(text))
                .isInstanceOf(PatternRefused.class)
                .hasMessageStartingWith(
                        "has " + what + " at position " + position + ", which patterns here cannot have");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[(?=]", "\\(?=", "\\Q(?=b)\\E", "\\\\1", "[(?<!]", "\\Q\\1\\E", "(?<n>a)", "(?P<n>a)"})
    void takesWhatOnlyLooksLikeThat(String text) {
        assertThat(WatchPattern.compile(text)).hasToString(text);
    }

    static Stream<Arguments> unusableTexts() {
        return Stream.of(
                Arguments.of(null, "is empty; it needs a text"),
                Arguments.of("", "is empty; it needs a text"),
                Arguments.of(" \t\n", "is empty; it needs a text"),
                Arguments.of("a\u0000", "has a null character (U+0000) at position 1; databases cannot store it"),
                Arguments.of("ab\uD83D", "is not valid Unicode: half of a surrogate pair (U+D83D) at position 2"));
    }

    @ParameterizedTest
    @MethodSource("unusableTexts")
    void refusesTextsThatCannotBeStored(String text, String message) {
        assertThatThrownBy(() -> WatchPattern.compile(text))
                .isInstanceOf(PatternRefused.class)
                .hasMessage(message);
    }

    @Test
    void takesAPatternOfTheGreatestLengthAndRefusesALongerOne() {
        String longest = "a".repeat(WatchPattern.MOST);

        assertThat(WatchPattern.compile(longest).matches(longest)).isTrue();
        assertThatThrownBy(() -> WatchPattern.compile(longest + "a"))
                .isInstanceOf(PatternRefused.class)
                .hasMessageStartingWith("has 1001 characters; the limit is 1000");
    }

    @Test
    void isShownAsItWasWritten() {
        assertThat(WatchPattern.compile("(?i)Pay(ment)?")).hasToString("(?i)Pay(ment)?");
    }

    /** In RE2 these have the star on the a; their matches need not begin with it. */
    @ParameterizedTest
    @ValueSource(strings = {"a\\Q\\E*", "a(?i)*", "a(?i)?", "a(?i){0,2}"})
    void anOptionalCharacterIsNoPrefixWhateverStandsBeforeItsQuantifier(String text) {
        assertThat(com.google.re2j.Pattern.compile(text).matcher("b").lookingAt())
                .isTrue();
        assertThat(WatchPattern.compile(text).matches("b")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 900})
    void refusesARepeatOfALongQuotation(int length) {
        String text = "(\\Q" + "a".repeat(length) + "\\E){1000}";

        assertThatThrownBy(() -> WatchPattern.compile(text))
                .isInstanceOf(PatternRefused.class)
                .hasMessageStartingWith("is too large");
    }

    @Test
    void takesACharacterByItsNumber() {
        assertThat(WatchPattern.compile("\\x{1F514} rings").matches("\uD83D\uDD14 rings"))
                .isTrue();
        assertThat(WatchPattern.compile("\\x{20013}").matches("\uD840\uDC13")).isTrue();
    }

    @Test
    void saysWhatIsWrongWithAGroupClosedButNotOpened() {
        assertThatThrownBy(() -> WatchPattern.compile("a)b")).hasMessageNotContaining("internal error");
    }

    @Test
    void refusesJavasNamedBackReferenceByName() {
        assertThatThrownBy(() -> WatchPattern.compile("(?<n>a)\\k<n>"))
                .hasMessageStartingWith("has a back-reference at position 7");
    }
}
