package dev.tocsin.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** The records that are checked, and how plain JDBC goes over them. */
final class ItemTable {

    private static final int FETCH = 2000;

    private static final String SCAN =
            "SELECT id, name, stock, active, price, color, item_size, supplier, shelf, remark"
                    + " FROM bench_item ORDER BY id";

    private final BenchDatabase database;

    ItemTable(BenchDatabase database) {
        this.database = database;
    }

    /** @param failing whether one of a hundred is bad, spread evenly */
    void load(int records, boolean failing) throws SQLException {
        database.execute(
                "TRUNCATE bench_item",
                "INSERT INTO bench_item (id, name, stock, active, price, color, item_size, supplier, shelf, remark)"
                        + " SELECT i, CASE WHEN " + failing
                        + " AND i % 100 = 99 THEN 'bad' ELSE 'ok' END, i % 50, TRUE,"
                        + " i * 0.25, 'red', 'XL', i % 1000, i % 20, 'nothing to remark'"
                        + " FROM generate_series(0, " + (records - 1) + ") i");
    }

    /** Reads all columns of all records, forward only, and tells the ids of those that are bad. */
    List<Long> scan() throws SQLException {
        List<Long> bad = new ArrayList<>();
        long read = 0;
        try (Connection connection = database.connect()) {
            connection.setAutoCommit(false);
            try (PreparedStatement select = connection.prepareStatement(SCAN)) {
                select.setFetchSize(FETCH);
                try (ResultSet row = select.executeQuery()) {
                    while (row.next()) {
                        long id = row.getLong(1);
                        String name = row.getString(2);
                        read += row.getInt(3) + row.getLong(8) + row.getInt(9);
                        read += row.getBoolean(4) ? 1 : 0;
                        read += (long) row.getDouble(5);
                        read += row.getString(6).length();
                        read += row.getString(7).length();
                        read += row.getString(10).length();
                        if (name.equals("bad")) {
                            bad.add(id);
                        }
                    }
                }
            }
        }
        if (read == 0) {
            throw new IllegalStateException("There was nothing to read");
        }
        return bad;
    }
}
