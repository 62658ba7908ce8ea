package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorEdgeCasesTest {

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

    private static void assertRefused(String text) {
        assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> Cursor.parse(text, "after"));
    }

    private static String encoded(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.US_ASCII));
    }
}
