package dev.tocsin.platform;

import jakarta.json.JsonValue;
import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/** JSON in a text column: the same on every database, and read back with its fields in order. */
@Converter
public class JsonColumn implements AttributeConverter<JsonValue, String> {

    @Override
    public String convertToDatabaseColumn(JsonValue value) {
        return write(value);
    }

    @Override
    public JsonValue convertToEntityAttribute(String text) {
        return read(text);
    }

    /** JSON null is no value. */
    public static String write(JsonValue value) {
        return value == null || value == JsonValue.NULL ? null : value.toString();
    }

    public static JsonValue read(String text) {
        return text == null ? JsonValue.NULL : Json.parse(text);
    }
}
