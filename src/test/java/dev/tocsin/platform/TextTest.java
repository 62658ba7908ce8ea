package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    private static final String SMILE = "\uD83D\uDE00";

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "two\nlines\tand a tab", "ä€", SMILE, "a\u2028b"})
    void textThatEveryDatabaseCanHoldIsFine(String text) {
        assertThat(checked(text, 100)).isEmpty();
    }

    @Test
    void aTextMayBeAsLongAsTheLimitAndNotLonger() {
        assertThat(checked("abcde", 5)).isEmpty();
        assertThat(checked("abcdef", 5))
                .containsExactly(new Problem("name", "has 6 characters; the limit is 5 (it begins \"abcdef\")"));
    }

    @Test
    void lengthIsCountedInUtf16Units() {
        assertThat(checked(SMILE, 2)).isEmpty();
        assertThat(checked(SMILE, 1)).hasSize(1);
    }

    @Test
    void aTextThatIsTooLongIsNotShownWhole() {
        assertThat(checked("x".repeat(10_000), 500))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .hasSizeLessThan(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3})
    void aNullCharacterIsRefusedWithItsPlace(int at) {
        String text = "abc".substring(0, at) + "\0" + "abc".substring(at);

        assertThat(checked(text, 100))
                .containsExactly(new Problem(
                        "name", "has a null character (U+0000) at position " + at + "; databases cannot store it"));
    }

    @Test
    void halfASurrogatePairIsRefusedWithItsPlace() {
        assertThat(checked("ab\uD83D", 100))
                .containsExactly(
                        new Problem("name", "is not valid Unicode: half of a surrogate pair (U+D83D) at position 2"));
        assertThat(checked(SMILE + "\uDE00", 100))
                .containsExactly(
                        new Problem("name", "is not valid Unicode: half of a surrogate pair (U+DE00) at position 2"));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", "\n\t"})
    void aTextThatMustSaySomethingMustNotBeBlank(String text) {
        Problems problems = new Problems();

        Text.checkFilled(text, "name", 100, problems);

        assertThat(problems.all()).containsExactly(new Problem("name", "is empty; it needs a text"));
    }

    @Test
    void aFilledTextIsCheckedLikeAnyOther() {
        Problems problems = new Problems();

        Text.checkFilled("fine", "name", 100, problems);
        Text.checkFilled("a\0", "name", 100, problems);

        assertThat(problems.all()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"'', -1", "abc, -1", "a" + SMILE + "b, -1"})
    void whatCanBeStoredHasNoFault(String text, int at) {
        assertThat(Text.firstUnstorable(text)).isEqualTo(at);
    }

    @Test
    void visibleTextIsOneLine() {
        assertThat(Text.visible("a\r\nBcc: b\tc\u2028d\u2029e\u0085f\0g\u007Fh"))
                .isEqualTo("a  Bcc: b c d e f g h");
    }

    @Test
    void visibleTextIsValidUnicode() {
        assertThat(Text.visible("\uD83Da\uDE00" + SMILE)).isEqualTo("\uFFFDa\uFFFD" + SMILE);
    }

    @Test
    void textWithNothingToHideStaysAsItIs() {
        assertThat(Text.visible("Bestellung 7 – offen " + SMILE)).isEqualTo("Bestellung 7 – offen " + SMILE);
    }

    private static List<Problem> checked(String text, int most) {
        Problems problems = new Problems();
        Text.check(text, "name", most, problems);
        return problems.all();
    }
}
