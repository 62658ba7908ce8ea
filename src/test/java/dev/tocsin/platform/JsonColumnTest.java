package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonColumnTest {

    private final JsonColumn column = new JsonColumn();

    @ParameterizedTest
    @ValueSource(strings = {"{\"z\":1,\"a\":[true,null,\"ä😀\"]}", "[]", "\"null\"", "0", "1.50", "false"})
    void aValueIsReadBackAsItWasWritten(String text) {
        JsonValue value = Json.parse(text);

        assertThat(column.convertToDatabaseColumn(value)).isEqualTo(text);
        assertThat(column.convertToEntityAttribute(text)).isEqualTo(value);
    }

    @Test
    void fieldsAreReadBackInOrder() {
        JsonObject read = (JsonObject) column.convertToEntityAttribute("{\"z\":1,\"a\":2,\"m\":3}");

        assertThat(read.keySet()).containsExactly("z", "a", "m");
    }

    @Test
    void jsonNullIsNoValueInTheColumn() {
        assertThat(column.convertToDatabaseColumn(JsonValue.NULL)).isNull();
        assertThat(column.convertToDatabaseColumn(null)).isNull();
        assertThat(column.convertToEntityAttribute(null)).isEqualTo(JsonValue.NULL);
    }

    @Test
    void aColumnThatHoldsNoJsonIsAnError() {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> column.convertToEntityAttribute("{"));
    }
}
