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
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What became of what responders planned, of late. */
@ApplicationScoped
@Needs(Permission.READ)
public class ResponderOutcomes {

    /** How far back it is counted. */
    public static final int DAYS = 30;

    /** Of each responder, so many actions are counted at the most: the newest. */
    public static final int MOST = 1000;

    @Inject
    private Database database;

    @Inject
    private Clock clock;

    /**
     * Of one responder.
     *
     * @param lastAt when it last planned something; null if it never did, or the history is gone
     * @param lastIssueId for which issue
     * @param states how many of its actions are in each state
     * @param more whether there are more than were counted
     */
    public record Outcomes(Instant lastAt, Long lastIssueId, Map<IssueActionState, Long> states, boolean more) {

        static final Outcomes NONE = new Outcomes(null, null, Map.of(), false);
    }

    private record Newest(Instant at, long issueId) {}

    /** Index: tocsin_issue_action_by_responder. Those that have planned nothing are in it too. */
    @InTransaction
    public Map<Long, Outcomes> of(Collection<Long> responderIds) {
        Instant since = clock.instant().minus(Duration.ofDays(DAYS));
        Map<Long, Outcomes> all = new HashMap<>();
        responderIds.forEach(id -> all.put(id, of(id, since)));
        return all;
    }

    private Outcomes of(long responderId, Instant since) {
        List<Newest> newest = database.query(
                "SELECT created_at, issue_id FROM tocsin_issue_action WHERE responder_id = ?"
                        + " ORDER BY created_at DESC, id DESC LIMIT 1",
                row -> new Newest(InstantColumn.read(row, "created_at"), row.getLong("issue_id")),
                responderId);
        if (newest.isEmpty()) {
            return Outcomes.NONE;
        }
        Map<IssueActionState, Long> states = new EnumMap<>(IssueActionState.class);
        database.query(
                "SELECT state, COUNT(*) AS actions FROM (SELECT state FROM tocsin_issue_action WHERE responder_id = ?"
                        + " AND created_at >= ? ORDER BY created_at DESC, id DESC LIMIT ?) newest GROUP BY state",
                row -> states.put(IssueActionState.valueOf(row.getString("state")), row.getLong("actions")),
                responderId,
                since,
                MOST);
        long counted = states.values().stream().mapToLong(Long::longValue).sum();
        return new Outcomes(newest.get(0).at(), newest.get(0).issueId(), states, counted == MOST);
    }
}
