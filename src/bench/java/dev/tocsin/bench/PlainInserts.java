package dev.tocsin.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** The rows that opening an issue writes, one for each commit: faster than that, nobody opens issues one by one. */
final class PlainInserts {

    private static final String INSERT = "INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed,"
            + " created_at, opened_at, last_seen_at, opened_by, fingerprint, once_key, revision)"
            + " VALUES (?, ?, 'OPEN', ?, 1, FALSE, ?, ?, ?, 'code', ?, ?, 0)";

    private final BenchDatabase database;
    private final AtomicLong id = new AtomicLong(-1);

    PlainInserts(BenchDatabase database) {
        this.database = database;
    }

    /**
     * @param once whether each has the key by which it is the only one of its name
     * @return the seconds that it took, connections not counted
     */
    double seconds(int connections, int rows, boolean once) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Connection> open = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                open.add(database.connect());
            }
            List<Future<?>> all = new ArrayList<>();
            long start = System.nanoTime();
            for (int i = 0; i < connections; i++) {
                Connection connection = open.get(i);
                int first = i;
                all.add(threads.submit(() -> {
                    insert(connection, first, rows, connections, once);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            return (System.nanoTime() - start) / 1e9;
        } finally {
            threads.shutdown();
            for (Connection connection : open) {
                connection.close();
            }
        }
    }

    private void insert(Connection connection, int first, int rows, int step, boolean once) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (int i = first; i < rows; i += step) {
                long key = id.getAndDecrement();
                Timestamp now = new Timestamp(System.currentTimeMillis());
                String fingerprint = String.format("%022d", -key);
                insert.setLong(1, key);
                insert.setString(2, String.format("plain-issue-%07d", i));
                insert.setString(
                        3,
                        String.format(
                                "{\"host\":\"web-%03d\",\"error\":\"connection timed out\",\"attempt\":%d}",
                                i % 1000, i));
                insert.setTimestamp(4, now);
                insert.setTimestamp(5, now);
                insert.setTimestamp(6, now);
                insert.setString(7, fingerprint);
                insert.setString(8, once ? fingerprint : null);
                insert.executeUpdate();
            }
        }
    }
}
