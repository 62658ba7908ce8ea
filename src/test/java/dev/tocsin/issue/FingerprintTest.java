package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    @Test
    void theSameNameAndRecordHaveTheSame() {
        assertThat(Fingerprint.of("late", RecordRef.of("Order", 7)))
                .isEqualTo(Fingerprint.of("late", RecordRef.of("Order", "7")))
                .isEqualTo(Fingerprint.of(NewIssue.of("late", "other details", RecordRef.of("Order", 7))));
        assertThat(Fingerprint.of("late", null)).isEqualTo(Fingerprint.of("late", null));
    }

    @Test
    void itStaysTheSameFromOneVersionToTheNext() {
        // SHA-256 of 0004 "late", and of 0004 "late" 0005 "Order" 0001 "7": stored in databases.
        assertThat(Fingerprint.of("late", null)).isEqualTo("PgaGJoeHqlqxFkOtqmVueQ");
        assertThat(Fingerprint.of("late", RecordRef.of("Order", 7))).isEqualTo("iUKRGpE1PSUrbxuUqxQ7Lg");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Late", "late ", "lat", "läte", "late\0"})
    void anotherNameHasAnother(String name) {
        assertThat(Fingerprint.of(name, null)).isNotEqualTo(Fingerprint.of("late", null));
    }

    @Test
    void splitsOfTheSameTextDoNotCollide() {
        String text = "abcdefgh";
        List<String> fingerprints = new ArrayList<>(List.of(Fingerprint.of(text, null)));
        for (int first = 1; first < text.length() - 1; first++) {
            for (int second = first + 1; second < text.length(); second++) {
                fingerprints.add(Fingerprint.of(
                        text.substring(0, first), RecordRef.of(text.substring(first, second), text.substring(second))));
            }
        }

        assertThat(fingerprints).hasSize(22).doesNotHaveDuplicates();
    }

    @Test
    void aNameThatLooksLikeItsPartsDoesNotCollide() {
        String spelledOut = "late\u0000\u0005Order\u0000\u00017";

        assertThat(Fingerprint.of(spelledOut, null)).isNotEqualTo(Fingerprint.of("late", RecordRef.of("Order", 7)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 255, 256, 500})
    void itIsAsShortForLongNames(int length) {
        assertThat(Fingerprint.of("€".repeat(length), RecordRef.of("Order", "€".repeat(200))))
                .matches("[A-Za-z0-9_-]{22}");
    }

    @Test
    void lengthsThatDifferByAByteDoNotCollide() {
        assertThat(Fingerprint.of("n".repeat(256), null)).isNotEqualTo(Fingerprint.of("n".repeat(257), null));
        assertThat(Fingerprint.of("n".repeat(300), RecordRef.of("a", "b")))
                .isNotEqualTo(Fingerprint.of("n".repeat(44), RecordRef.of("a", "b")));
    }
}
