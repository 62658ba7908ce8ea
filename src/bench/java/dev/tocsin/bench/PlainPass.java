package dev.tocsin.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What of {@code respond-to-issues} cannot be left out, in plain JDBC, page by page: the open issues and their
 * actions are read, each name is matched against one pattern, the actions are inserted. Without jobs, progress
 * and checkpoints, and nobody else can be at it.
 */
final class PlainPass {

    private static final int PAGE = 1000;
    private static final Pattern NAME = Pattern.compile("svc-\\d\\d (?:error|r\\d{4}) on host-\\d+");

    private static final String ISSUES = "SELECT id, name, opened_at, revision FROM tocsin_issue WHERE status = 'OPEN'"
            + " AND id > ? ORDER BY id LIMIT " + PAGE;

    private static final String ACTIONS = "SELECT id, issue_id, responder_action_id, pass, state"
            + " FROM tocsin_issue_action WHERE issue_id BETWEEN ? AND ?";

    /** In a state in which no server runs it. */
    private static final String INSERT = "INSERT INTO tocsin_issue_action (id, issue_id, responder_id,"
            + " responder_action_id, pass, revision, has_next, watch_pattern, target_function, function_kwargs, state,"
            + " created_at, due_at, attempts, tries_left, idempotency_key) VALUES (?, ?, 1, 1, 0, 1, FALSE,"
            + " 'svc-00 (?:error|r0000) on host-\\d+', 'nothing', '{}', 'CANCELLED', now(), now(), 0, 8, ?)";

    private final BenchDatabase database;

    PlainPass(BenchDatabase database) {
        this.database = database;
    }

    /** @return for how many issues there is no action, and one was inserted */
    int run() throws SQLException {
        int inserted = 0;
        try (Connection connection = database.connect("reWriteBatchedInserts=true")) {
            connection.setAutoCommit(false);
            List<Long> page = issues(connection, Long.MIN_VALUE);
            while (!page.isEmpty()) {
                long last = page.get(page.size() - 1);
                page.removeAll(withActions(connection, page.get(0), last));
                insert(connection, page);
                inserted += page.size();
                connection.commit();
                page = issues(connection, last);
            }
        }
        return inserted;
    }

    private static List<Long> issues(Connection connection, long after) throws SQLException {
        List<Long> ids = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(ISSUES)) {
            select.setLong(1, after);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (NAME.matcher(row.getString(2)).lookingAt() && row.getTimestamp(3) != null) {
                        ids.add(row.getLong(1));
                    }
                }
            }
        }
        return ids;
    }

    private static Set<Long> withActions(Connection connection, long first, long last) throws SQLException {
        Set<Long> issues = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(ACTIONS)) {
            select.setLong(1, first);
            select.setLong(2, last);
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    if (!row.getString(5).isEmpty()) {
                        issues.add(row.getLong(2));
                    }
                }
            }
        }
        return issues;
    }

    private static void insert(Connection connection, List<Long> issues) throws SQLException {
        if (issues.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (long issue : issues) {
                insert.setLong(1, -issue);
                insert.setLong(2, issue);
                insert.setString(3, UUID.randomUUID().toString());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }
}
