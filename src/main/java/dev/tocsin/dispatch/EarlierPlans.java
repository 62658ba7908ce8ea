package dev.tocsin.dispatch;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What was planned for issues before. Of an issue for which that is thousands of actions, because its responders were asked
 * again for weeks, the latest of each: who asks once more does not pay for how often it was asked.
 */
final class EarlierPlans {

    /** Until so many, to read all is the fastest. */
    static final int MANY = 2000;

    private static final int OF_EACH = 20;

    private static final String SELECT =
            "SELECT id, issue_id, responder_id, responder_action_id, pass, revision, attempts,"
                    + " state, cancel_cause FROM tocsin_issue_action";

    /** Index: tocsin_issue_action_once. */
    static final String ALL = SELECT + " WHERE issue_id = ANY(?) LIMIT ?";

    /** From one action of a responder to the next, without the passes that are between. Index: tocsin_issue_action_once. */
    static final String NEXT_ON_POSTGRESQL = SELECT + " WHERE issue_id = ? AND responder_action_id < ?"
            + " ORDER BY issue_id DESC, responder_action_id DESC, pass DESC LIMIT 1";

    /** It would sort all of them for each. Index: tocsin_issue_action_once. */
    private static final String LATEST_ON_H2 = SELECT + " WHERE issue_id = ? AND (responder_action_id, pass) IN ("
            + "SELECT responder_action_id, MAX(pass) FROM tocsin_issue_action WHERE issue_id = ?"
            + " GROUP BY responder_action_id)";

    private final Database database;

    EarlierPlans(Database database) {
        this.database = database;
    }

    List<PlannedBefore> of(List<Long> issueIds) {
        if (issueIds.isEmpty()) {
            return List.of();
        }
        int most = MANY + OF_EACH * issueIds.size();
        List<PlannedBefore> all = database.query(ALL, EarlierPlans::read, Database.longs(issueIds), most + 1);
        if (all.size() <= most) {
            return all;
        }
        return issueIds.size() == 1 ? latest(issueIds.get(0)) : inHalves(issueIds);
    }

    /** One of them may have nearly all. */
    private List<PlannedBefore> inHalves(List<Long> issueIds) {
        int half = issueIds.size() / 2;
        List<PlannedBefore> plans = new ArrayList<>(of(issueIds.subList(0, half)));
        plans.addAll(of(issueIds.subList(half, issueIds.size())));
        return plans;
    }

    private List<PlannedBefore> latest(long issueId) {
        if (database.dialect() == Dialect.H2) {
            return database.query(LATEST_ON_H2, EarlierPlans::read, issueId, issueId);
        }
        List<PlannedBefore> latest = new ArrayList<>();
        List<PlannedBefore> next = next(issueId, Long.MAX_VALUE);
        while (!next.isEmpty()) {
            latest.addAll(next);
            next = next(issueId, next.get(0).responderActionId());
        }
        return latest;
    }

    private List<PlannedBefore> next(long issueId, long after) {
        return database.query(NEXT_ON_POSTGRESQL, EarlierPlans::read, issueId, after);
    }

    private static PlannedBefore read(ResultSet row) throws SQLException {
        return new PlannedBefore(
                row.getLong("id"),
                row.getLong("issue_id"),
                row.getLong("responder_id"),
                row.getLong("responder_action_id"),
                row.getInt("pass"),
                row.getLong("revision"),
                row.getInt("attempts"),
                IssueActionState.valueOf(row.getString("state")),
                Optional.ofNullable(row.getString("cancel_cause"))
                        .map(CancelCause::valueOf)
                        .orElse(null));
    }
}
