package dev.tocsin.platform;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A statement that inserts rows into a table, and what is inserted of each.
 *
 * @param <T> what becomes a row
 */
public final class Insert<T> {

    private record Field<T>(String column, ColumnType type, Function<? super T, ?> value) {}

    private final String table;
    private final List<Field<T>> fields;

    private Insert(String table, List<Field<T>> fields) {
        this.table = table;
        this.fields = fields;
    }

    public static <T> Insert<T> into(String table) {
        return new Insert<>(table, List.of());
    }

    public Insert<T> number(String column, Function<? super T, ? extends Number> value) {
        return and(new Field<>(column, ColumnType.NUMBER, value));
    }

    /** Of a text, a constant, or JSON. */
    public Insert<T> text(String column, Function<? super T, ?> value) {
        return and(new Field<>(column, ColumnType.TEXT, value));
    }

    public Insert<T> time(String column, Function<? super T, java.time.Instant> value) {
        return and(new Field<>(column, ColumnType.TIME, value));
    }

    public Insert<T> flag(String column, Function<? super T, Boolean> value) {
        return and(new Field<>(column, ColumnType.FLAG, value));
    }

    private Insert<T> and(Field<T> field) {
        List<Field<T>> all = new ArrayList<>(fields);
        all.add(field);
        return new Insert<>(table, List.copyOf(all));
    }

    /** Their names, for a statement that reads such a row. */
    public String columns() {
        return fields.stream().map(Field::column).collect(Collectors.joining(", "));
    }

    /** A row's values are the parameters. */
    String ofOne() {
        return head() + " VALUES (" + fields.stream().map(field -> "?").collect(Collectors.joining(", ")) + ")";
    }

    /** The columns of all rows are the parameters. */
    String ofMany() {
        return head() + " SELECT * FROM unnest("
                + fields.stream()
                        .map(field -> "?::" + field.type().inArrays() + "[]")
                        .collect(Collectors.joining(", "))
                + ")";
    }

    private String head() {
        return "INSERT INTO " + table + " (" + columns() + ")";
    }

    void bind(PreparedStatement statement, T row) throws SQLException {
        for (int i = 0; i < fields.size(); i++) {
            Field<T> field = fields.get(i);
            field.type().bind(statement, i + 1, field.value().apply(row));
        }
    }

    void bind(PreparedStatement statement, List<T> rows) throws SQLException {
        for (int i = 0; i < fields.size(); i++) {
            Field<T> field = fields.get(i);
            field.type().of(rows, field.value()).bind(statement, i + 1);
        }
    }
}
