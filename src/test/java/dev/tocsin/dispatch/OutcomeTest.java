package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Json;
import jakarta.json.JsonValue;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

    private static final Instant AT = Instant.parse("2026-11-23T20:15:00Z");
    private static final int MOST = 4000;

    private static final ClaimedAction ACTION = ClaimedActions.of(7, 3, AT);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, MOST - 1, MOST})
    void keepsAnErrorUpToTheLimitWhole(int length) {
        assertThat(error("x".repeat(length))).isEqualTo("x".repeat(length));
    }

    @ParameterizedTest
    @ValueSource(ints = {MOST + 1, MOST + 2, 100_000})
    void cutsALongerError(int length) {
        assertThat(error("x".repeat(length))).isEqualTo("x".repeat(MOST));
    }

    @Test
    void makesOneLineOfSeveral() {
        assertThat(error("first\nsecond\r\nthird\ttab\u0000null\u001Bescape\u0085next\u2028line\u2029end"))
                .isEqualTo("first second  third tab null escape next line end");
    }

    @Test
    void replacesHalfCharactersAndLeavesWholeOnes() {
        assertThat(error("bell \uD83D\uDD14, half \uD83D, other half \uDD14"))
                .isEqualTo("bell \uD83D\uDD14, half \uFFFD, other half \uFFFD");
    }

    @Test
    void aSuccessHasWhatItReturnedAndNoError() {
        Outcome outcome = Outcome.succeeded(ACTION, AT, Json.parse("[1]"));

        assertThat(outcome).isEqualTo(new Outcome(ACTION, Outcome.Kind.SUCCEEDED, AT, Json.parse("[1]"), null));
    }

    @Test
    void aResultThatTheDatabaseRefusedIsReplacedByANoteAndStaysASuccess() {
        Outcome outcome = Outcome.succeeded(ACTION, AT, Json.parse("[1]")).without("value too long");

        assertThat(outcome)
                .isEqualTo(new Outcome(
                        ACTION,
                        Outcome.Kind.SUCCEEDED,
                        AT,
                        Json.parse("{\"result_not_kept\":\"the database refused it\"}"),
                        null));
    }

    @Test
    void anErrorThatTheDatabaseRefusedIsReplacedByItsRefusalInOneLine() {
        Outcome outcome = Outcome.failed(ACTION, Outcome.Kind.FAILED, AT, "odd").without("invalid\nbyte");

        assertThat(outcome)
                .isEqualTo(new Outcome(ACTION, Outcome.Kind.FAILED, AT, JsonValue.NULL, "(not kept: invalid byte)"));
    }

    @ParameterizedTest
    @CsvSource({
        "SUCCEEDED, succeeded",
        "FAILED, failed",
        "REFUSED, refused",
        "TIMED_OUT, timed_out",
        "ABANDONED, abandoned",
        "INTERRUPTED, interrupted"
    })
    void isNamedInLowerCase(Outcome.Kind kind, String word) {
        assertThat(kind.word()).isEqualTo(word);
    }

    private static String error(String said) {
        return Outcome.failed(ACTION, Outcome.Kind.FAILED, AT, said).error();
    }

    @Test
    void doesNotCutACharacterInHalf() {
        String error = error("x".repeat(MOST - 1) + "\uD83D\uDD14 and more");

        assertThat(error).hasSizeLessThanOrEqualTo(MOST).startsWith("x".repeat(MOST - 1));
        assertThat(Character.isHighSurrogate(error.charAt(error.length() - 1)))
                .as("ends with half a character, which no database can store")
                .isFalse();
    }
}
