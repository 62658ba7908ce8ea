package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Problem;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordRefTest {

    @Test
    void anIdIsAnythingWhoseTextTellsIt() {
        UUID id = UUID.fromString("0190a5c1-0000-7000-8000-000000000001");

        assertThat(RecordRef.of("Order", 7).id()).isEqualTo("7");
        assertThat(RecordRef.of("Order", "A-7").id()).isEqualTo("A-7");
        assertThat(RecordRef.of("Order", id).id()).isEqualTo(id.toString());
    }

    @Test
    void theTypeMayBeAClass() {
        assertThat(RecordRef.of(RecordRefTest.class, 7)).isEqualTo(RecordRef.of("RecordRefTest", 7));
    }

    @Test
    void referencesToTheSameRecordAreEqual() {
        assertThat(RecordRef.of("Order", 7))
                .isEqualTo(RecordRef.of("Order", "7"))
                .hasSameHashCodeAs(RecordRef.of("Order", 7L));
        assertThat(RecordRef.of("Order", 7))
                .isNotEqualTo(RecordRef.of("Order", 8))
                .isNotEqualTo(RecordRef.of("Invoice", 7))
                .isNotEqualTo("Order 7");
    }

    @Test
    void itTellsWhetherItIsOfAnEntity() {
        assertThat(RecordRef.of(RecordRefTest.class, 7).isOf(RecordRefTest.class))
                .isTrue();
        assertThat(RecordRef.of("Order", 7).isOf(RecordRefTest.class)).isFalse();
    }

    @Test
    void itsTextIsForPeople() {
        assertThat(RecordRef.of("Order", 7)).hasToString("Order 7");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "  ", "a\0b", "\uDE00"})
    void whatCannotBeStoredIsRefused(String text) {
        assertThat(refused(text, "7")).containsExactly("record.type");
        assertThat(refused("Order", text)).containsExactly("record.id");
        assertThat(refused(text, text)).containsExactly("record.type", "record.id");
    }

    @Test
    void bothPartsMayHave200CharactersAndNotOneMore() {
        String fits = "r".repeat(200);

        assertThat(RecordRef.of(fits, fits).type()).isEqualTo(fits);
        assertThat(refused(fits + "r", fits)).containsExactly("record.type");
        assertThat(refused(fits, fits + "r")).containsExactly("record.id");
    }

    private static List<String> refused(String type, String id) {
        return catchThrowableOfType(InvalidInput.class, () -> RecordRef.of(type, id)).problems().stream()
                .map(Problem::path)
                .toList();
    }
}
