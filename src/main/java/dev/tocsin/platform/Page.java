package dev.tocsin.platform;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Some rows of a list, and where the next page begins if there is one. */
public record Page<T>(List<T> items, Optional<Cursor> next) {

    /** The most rows that a page may have. */
    public static final int MOST = 500;

    /** @param rows up to one more than {@code limit}: the one more tells that there is a next page */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, Cursor> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(List.copyOf(rows), Optional.empty());
        }
        List<T> items = List.copyOf(rows.subList(0, limit));
        return new Page<>(items, Optional.of(cursor.apply(items.get(limit - 1))));
    }
}
