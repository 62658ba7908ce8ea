package dev.tocsin.dispatch;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import dev.tocsin.security.Needs;
import dev.tocsin.security.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The queue at a glance: each count has a bound on what it reads. */
@ApplicationScoped
@Needs(Permission.READ)
public class ActionCounts {

    /** No count goes beyond this. */
    public static final int MOST = 10_000;

    @Inject
    private Database database;

    @Inject
    private Clock clock;

    /** An action that is to come, with the issue that it is for. */
    public record Next(long id, long issueId, String issueName, String targetFunction, Instant dueAt) {}

    /**
     * How many actions are in which state, of those that were planned lately.
     *
     * <p>Index: tocsin_issue_action_by_state.
     */
    @InTransaction
    public Map<IssueActionState, Long> byState(Duration lately) {
        Instant since = clock.instant().minus(lately);
        Map<IssueActionState, Long> counts = new EnumMap<>(IssueActionState.class);
        for (IssueActionState state : IssueActionState.values()) {
            counts.put(
                    state,
                    count("SELECT 1 FROM tocsin_issue_action WHERE state = ? AND created_at >= ?", state, since));
        }
        return counts;
    }

    /** How many are planned, whenever that was. Index: tocsin_issue_action_due. */
    @InTransaction
    public long planned() {
        return count("SELECT 1 FROM tocsin_issue_action WHERE state = 'PLANNED'");
    }

    /** How many should have started before that time ago. Index: tocsin_issue_action_due. */
    @InTransaction
    public long late(Duration by) {
        return count(
                "SELECT 1 FROM tocsin_issue_action WHERE state = 'PLANNED' AND due_at < ?",
                clock.instant().minus(by));
    }

    /** The soonest first. Index: tocsin_issue_action_due. */
    @InTransaction
    public List<Next> next(int limit) {
        return database.query(
                "SELECT a.id, a.issue_id, i.name, a.target_function, a.due_at FROM tocsin_issue_action a"
                        + " JOIN tocsin_issue i ON i.id = a.issue_id"
                        + " WHERE a.state = 'PLANNED' ORDER BY a.due_at, a.id LIMIT ?",
                row -> new Next(
                        row.getLong("id"),
                        row.getLong("issue_id"),
                        row.getString("name"),
                        row.getString("target_function"),
                        InstantColumn.read(row, "due_at")),
                limit);
    }

    private long count(String rows, Object... parameters) {
        return database.query(
                        "SELECT COUNT(*) FROM (" + rows + " LIMIT " + MOST + ") counted",
                        row -> row.getLong(1),
                        parameters)
                .get(0);
    }
}
