package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PatternEdgeCasesTest {

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

    static List<Arguments> badPatterns() {
        return List.of(
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
