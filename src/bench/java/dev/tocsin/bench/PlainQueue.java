package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The least that a queue in a table has to do: claim, and complete, many at a time. Without a history. */
final class PlainQueue {

    private static final int AT_ONCE = 500;
    private static final int THREADS = 2;

    private static final String CLAIM = "UPDATE tocsin_issue_action SET state = 'RUNNING', node = 'plain',"
            + " lease_until = now() + interval '1 day', started_at = now(), attempts = 1 WHERE id = ANY (ARRAY ("
            + " SELECT id FROM tocsin_issue_action WHERE state = 'PLANNED' AND due_at <= now() + interval '2 years'"
            + " ORDER BY due_at, id LIMIT " + AT_ONCE + " FOR UPDATE SKIP LOCKED)) RETURNING id, function_kwargs";

    private static final String COMPLETE = "UPDATE tocsin_issue_action SET state = 'SUCCEEDED', success = TRUE,"
            + " executed_at = now(), node = NULL, lease_until = NULL WHERE id = ANY (?) AND state = 'RUNNING'";

    private final BenchDatabase database;

    PlainQueue(BenchDatabase database) {
        this.database = database;
    }

    double seconds() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        List<Connection> connections = new ArrayList<>();
        try {
            for (int i = 0; i < THREADS; i++) {
                connections.add(database.connect());
            }
            long start = System.nanoTime();
            List<Future<?>> all = new ArrayList<>();
            for (Connection connection : connections) {
                all.add(threads.submit(() -> {
                    work(connection);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state <> 'SUCCEEDED'"))
                    .isZero();
            return seconds;
        } finally {
            threads.shutdown();
            for (Connection connection : connections) {
                connection.close();
            }
        }
    }

    private static void work(Connection connection) throws SQLException {
        try (PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement complete = connection.prepareStatement(COMPLETE)) {
            List<Long> claimed = claim(claim);
            while (!claimed.isEmpty()) {
                complete.setArray(1, connection.createArrayOf("bigint", claimed.toArray()));
                complete.executeUpdate();
                claimed = claim(claim);
            }
        }
    }

    private static List<Long> claim(PreparedStatement claim) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
        }
        return ids;
    }
}
