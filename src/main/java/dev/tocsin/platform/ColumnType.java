package dev.tocsin.platform;

import jakarta.json.JsonValue;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;

/** What the columns of Tocsin's tables can be. */
public enum ColumnType {
    NUMBER("bigint", Types.BIGINT, Long[]::new) {
        @Override
        Object stored(Object value) {
            return ((Number) value).longValue();
        }
    },
    /** Of a text, a constant, or JSON. */
    TEXT("text", Types.VARCHAR, String[]::new) {
        @Override
        Object stored(Object value) {
            if (value instanceof Enum<?> constant) {
                return constant.name();
            }
            return value instanceof JsonValue json ? JsonColumn.write(json) : value;
        }
    },
    TIME("timestamptz", Types.TIMESTAMP_WITH_TIMEZONE, String[]::new) {
        @Override
        Object stored(Object value) {
            return InstantColumn.write((Instant) value);
        }

        @Override
        Object element(Object value) {
            return value.toString();
        }
    },
    FLAG("boolean", Types.BOOLEAN, Boolean[]::new);

    private final String inArrays;
    private final int jdbc;
    private final IntFunction<Object[]> array;

    ColumnType(String inArrays, int jdbc, IntFunction<Object[]> array) {
        this.inArrays = inArrays;
        this.jdbc = jdbc;
        this.array = array;
    }

    /** The value as a parameter by itself. */
    Object stored(Object value) {
        return value;
    }

    /** The value in an array: drivers have no times in arrays, but databases read them. */
    Object element(Object value) {
        return stored(value);
    }

    /** @param value may be null: JDBC wants to know the type even then */
    void bind(PreparedStatement statement, int parameter, Object value) throws SQLException {
        Object stored = value == null ? null : stored(value);
        if (stored == null) {
            statement.setNull(parameter, jdbc);
        } else {
            statement.setObject(parameter, stored);
        }
    }

    /** A parameter that is one column of many rows, for {@code unnest(?)} or {@code = ANY (?)}: one statement for all. */
    public <T> Column of(Collection<T> rows, Function<? super T, ?> value) {
        Object[] values = array.apply(rows.size());
        int i = 0;
        for (T row : rows) {
            Object one = value.apply(row);
            values[i] = one == null ? null : element(one);
            i++;
        }
        return new Column(this, values);
    }

    /** The name of the type of such a parameter. */
    String inArrays() {
        return inArrays;
    }

    /** One column of many rows. */
    public static final class Column {

        private final ColumnType type;
        private final Object[] values;

        private Column(ColumnType type, Object[] values) {
            this.type = type;
            this.values = values;
        }

        void bind(PreparedStatement statement, int parameter) throws SQLException {
            statement.setArray(parameter, statement.getConnection().createArrayOf(type.inArrays, values));
        }
    }
}
