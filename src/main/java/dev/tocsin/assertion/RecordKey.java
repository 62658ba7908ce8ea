package dev.tocsin.assertion;

import dev.tocsin.platform.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonString;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The id of a record as a list of plain values, one for each attribute of the id: as a text that a
 * checkpoint keeps, and as the text that an issue names the record by. Pure.
 */
final class RecordKey {

    private static final Map<Class<?>, Function<String, Object>> READERS = Map.ofEntries(
            Map.entry(Long.class, Long::valueOf),
            Map.entry(Integer.class, Integer::valueOf),
            Map.entry(Short.class, Short::valueOf),
            Map.entry(Byte.class, Byte::valueOf),
            Map.entry(Double.class, Double::valueOf),
            Map.entry(Float.class, Float::valueOf),
            Map.entry(Boolean.class, Boolean::valueOf),
            Map.entry(Character.class, text -> text.charAt(0)),
            Map.entry(BigInteger.class, BigInteger::new),
            Map.entry(BigDecimal.class, BigDecimal::new),
            Map.entry(String.class, text -> text),
            Map.entry(UUID.class, UUID::fromString),
            Map.entry(LocalDate.class, LocalDate::parse),
            Map.entry(LocalDateTime.class, LocalDateTime::parse),
            Map.entry(Instant.class, Instant::parse));

    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            long.class, Long.class,
            int.class, Integer.class,
            short.class, Short.class,
            byte.class, Byte.class,
            double.class, Double.class,
            float.class, Float.class,
            boolean.class, Boolean.class,
            char.class, Character.class);

    private RecordKey() {}

    /** Whether an attribute of that type can be part of an id here. */
    static boolean isSupported(Class<?> type) {
        return type.isEnum() || READERS.containsKey(boxed(type));
    }

    /** As a checkpoint keeps it. */
    static String text(List<Object> values) {
        JsonArrayBuilder array = Json.provider().createArrayBuilder();
        values.forEach(value -> array.add(plain(value)));
        return array.build().toString();
    }

    /** From {@link #text}. */
    static List<Object> parse(String text, List<Class<?>> types) {
        JsonArray array = Json.parse(text).asJsonArray();
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            values.add(read(((JsonString) array.get(i)).getString(), boxed(types.get(i))));
        }
        return values;
    }

    /** As an issue names the record: the value, or {@code line=2,order=17} if the id has several. */
    static String shown(List<String> names, List<Object> values) {
        if (values.size() == 1) {
            return plain(values.get(0));
        }
        StringBuilder shown = new StringBuilder();
        for (int i = 0; i < values.size(); i++) {
            shown.append(i == 0 ? "" : ",")
                    .append(names.get(i))
                    .append('=')
                    .append(plain(values.get(i)).replaceAll("([,=\\\\])", "\\\\$1"));
        }
        return shown.toString();
    }

    private static String plain(Object value) {
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }

    /** From {@link #shown}. */
    static List<Object> ofShown(String shown, List<Class<?>> types) {
        if (types.size() == 1) {
            return List.of(read(shown, boxed(types.get(0))));
        }
        List<Object> values = new ArrayList<>();
        for (String part : parts(shown)) {
            values.add(read(part, boxed(types.get(values.size()))));
        }
        return values;
    }

    /** The values, without their names and what protects them. */
    private static List<String> parts(String shown) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean named = false;
        for (int i = 0; i < shown.length(); i++) {
            char c = shown.charAt(i);
            if (c == '\\' && i + 1 < shown.length()) {
                part.append(shown.charAt(++i));
            } else if (c == '=' && !named) {
                named = true;
                part.setLength(0);
            } else if (c == ',') {
                parts.add(part.toString());
                part.setLength(0);
                named = false;
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return parts;
    }

    private static Object read(String text, Class<?> type) {
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException(type.getSimpleName() + " has no " + text);
        }
        return READERS.get(type).apply(text);
    }

    private static Class<?> boxed(Class<?> type) {
        return BOXES.getOrDefault(type, type);
    }
}
