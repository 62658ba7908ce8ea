package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {

    @ParameterizedTest
    @CsvSource({
        "1970-01-01T00:00:00Z, 0",
        "2026-11-23T12:34:56.123456Z, 42",
        "1969-12-31T23:59:59.999999Z, 1",
        "2026-11-23T12:34:56Z, 9223372036854775807",
        "2200-01-01T00:00:00Z, -1"
    })
    void itsTextBringsItBack(Instant at, long id) {
        Cursor cursor = new Cursor(at, id);

        assertThat(Cursor.parse(cursor.text(), "after")).isEqualTo(cursor);
    }

    @Test
    void itsTextNeedsNoEscapeInAnAddress() {
        assertThat(new Cursor(Instant.parse("2026-11-23T12:34:56.123456Z"), 42).text())
                .matches("[A-Za-z0-9_-]+");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "garbage", "!!!", "MTI", "a.b", "1.2", "ä", "MS4y\n"})
    void garbageIsRefused(String text) {
        assertRefused(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.",
                ".1",
                "1.2.3",
                "1.2.",
                "one.two",
                "1,2",
                " 1.2",
                "1.99999999999999999999",
                "99999999999999999999.1"
            })
    void whatIsNotATimeAndAnIdIsRefused(String plain) {
        assertRefused(encoded(plain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "100000000000000001.1",
                "-100000000000000001.1",
                "9223372036854775807.1",
                "-9223372036854775807.1"
            })
    void anAbsurdTimeIsRefused(String plain) {
        assertRefused(encoded(plain));
    }

    @Test
    void aRefusalSaysWhereAndWhat() {
        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> Cursor.parse("garbage", "after"))
                .satisfies(refused -> assertThat(refused.problems())
                        .containsExactly(new Problem(
                                "after", "is \"garbage\"; needed is the value that a page's \"next\" link carries")));
    }

    private static void assertRefused(String text) {
        assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> Cursor.parse(text, "after"));
    }

    private static String encoded(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @ValueSource(strings = {"4000-01-01T00:00:00.000001Z", "1600-01-01T00:00:00Z"})
    void itsTextBringsBackAFarTime(Instant at) {
        Cursor cursor = new Cursor(at, 1);

        assertThat(Cursor.parse(cursor.text(), "after")).isEqualTo(cursor);
    }

    @Test
    void theMostAbsurdTimeIsRefused() {
        assertRefused(encoded("-9223372036854775808.1"));
    }
}
