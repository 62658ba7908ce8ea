package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OutcomeEdgeCasesTest {

    private static final Instant AT = Instant.parse("2026-11-23T20:15:00Z");
    private static final int MOST = 4000;

    private static final ClaimedAction ACTION = new ClaimedAction(
            7, 3, 2, "Payment", "email", JsonValue.EMPTY_JSON_OBJECT, 1, 4, AT, AT, "key", false, "node", null);

    @Test
    void doesNotCutACharacterInHalf() {
        String error = error("x".repeat(MOST - 1) + "\uD83D\uDD14 and more");

        assertThat(error).hasSizeLessThanOrEqualTo(MOST).startsWith("x".repeat(MOST - 1));
        assertThat(Character.isHighSurrogate(error.charAt(error.length() - 1)))
                .as("ends with half a character, which no database can store")
                .isFalse();
    }

    private static String error(String said) {
        return Outcome.failed(ACTION, Outcome.Kind.FAILED, AT, said).error();
    }
}
