package dev.tocsin.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RecordKeyTest {

    enum Color {
        RED
    }

    static Stream<Object> values() {
        return Stream.of(
                17L,
                -3,
                (short) 2,
                new BigDecimal("1.50"),
                "a, \"b\"=\\c ",
                UUID.fromString("00000000-0000-0001-0000-000000000002"),
                LocalDate.of(2026, 11, 24),
                'x',
                Color.RED);
    }

    @ParameterizedTest
    @MethodSource("values")
    void anyIdComesBackFromItsTexts(Object value) {
        List<Class<?>> types = List.of(value.getClass());
        assertThat(RecordKey.isSupported(value.getClass())).isTrue();
        assertThat(RecordKey.parse(RecordKey.text(List.of(value)), types)).containsExactly(value);
        assertThat(RecordKey.ofShown(RecordKey.shown(List.of("id"), List.of(value)), types))
                .containsExactly(value);
    }

    @Test
    void anIdOfSeveralAttributesNamesThem() {
        List<Object> key = List.of(2, "a=b,c\\d");
        String shown = RecordKey.shown(List.of("line", "order"), key);
        assertThat(shown).isEqualTo("line=2,order=a\\=b\\,c\\\\d");
        assertThat(RecordKey.ofShown(shown, List.of(int.class, String.class))).isEqualTo(key);
        assertThat(RecordKey.parse(RecordKey.text(key), List.of(int.class, String.class)))
                .isEqualTo(key);
    }

    @Test
    void otherTypesAreNotSupported() {
        assertThat(RecordKey.isSupported(Object.class)).isFalse();
        assertThat(RecordKey.isSupported(byte[].class)).isFalse();
    }
}
