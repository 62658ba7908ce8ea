package dev.tocsin.faults;

import dev.tocsin.harness.Sql;
import java.util.List;

/**
 * How long after they were due actions began, in milliseconds.
 *
 * @param sorted the latest last
 */
record Lateness(List<Long> sorted) {

    /** Of the first attempts at what was planned for the issues of such names. */
    static Lateness of(Sql sql, String names) {
        return new Lateness(sql
                .column("SELECT (EXTRACT(EPOCH FROM t.started_at - a.due_at) * 1000)::bigint AS late"
                        + " FROM tocsin_issue_action a JOIN tocsin_attempt t ON t.issue_action_id = a.id"
                        + " AND t.number = 1 JOIN tocsin_issue i ON i.id = a.issue_id"
                        + " WHERE i.name LIKE '" + names + "' ORDER BY late")
                .stream()
                .map(Long::valueOf)
                .toList());
    }

    /** What 95 of 100 were not later than. */
    long ofMost() {
        return sorted.get((sorted.size() * 95 + 99) / 100 - 1);
    }

    long ofAll() {
        return sorted.get(sorted.size() - 1);
    }
}
