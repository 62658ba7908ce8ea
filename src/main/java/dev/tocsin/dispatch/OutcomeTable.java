package dev.tocsin.dispatch;

import static dev.tocsin.platform.ColumnType.FLAG;
import static dev.tocsin.platform.ColumnType.NUMBER;
import static dev.tocsin.platform.ColumnType.TEXT;
import static dev.tocsin.platform.ColumnType.TIME;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The statements that write what came of attempts, with the attempts themselves. Each finds its row by the primary
 * key, and changes only the attempt that is meant: a node which lost its lease changes nothing, nor does one that
 * writes again what it does not know to be written. What did not begin has the number of the next, but not its start. The
 * caller's transaction sees to it that rows are looked up by their indexes.
 */
@ApplicationScoped
class OutcomeTable {

    private static final String COMPLETE = """
            UPDATE tocsin_issue_action SET state = ?, due_at = ?, tries_left = ?, success = ?, details = ?,
                   cancel_cause = ?, executed_at = ?, attempts = attempts - ?, node = NULL, lease_until = NULL
            WHERE id = ? AND state = 'RUNNING' AND node = ? AND attempts = ? AND started_at = ?
            """;

    private static final String KEEP_ATTEMPT = """
            INSERT INTO tocsin_attempt (issue_action_id, number, started_at, finished_at, outcome, error, node)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            """;

    /**
     * All of it in one statement, whose parameters are columns of the batch. An action has a node while it runs, and
     * only then: its state is not asked for, because what a database knows of how many are running is always old, and it
     * would go through the batch for each of them. What is returned is what is kept: to join the batch once more would
     * be a loop in a loop.
     */
    static final String COMPLETE_ALL = """
            WITH done AS (
                UPDATE tocsin_issue_action a SET state = o.state, due_at = o.due_at, tries_left = o.tries_left,
                    success = o.success, details = o.details, cancel_cause = o.cancel_cause,
                    executed_at = o.executed_at, attempts = a.attempts - o.not_begun, node = NULL, lease_until = NULL
                FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::text[], ?::timestamptz[], ?::bigint[], ?::boolean[],
                    ?::text[], ?::text[], ?::timestamptz[], ?::bigint[], ?::timestamptz[], ?::timestamptz[], ?::text[],
                    ?::text[])
                AS o (id, node, attempt, state, due_at, tries_left, success, details, cancel_cause, executed_at,
                    not_begun, started_at, finished_at, outcome, error)
                WHERE a.id = o.id AND a.node = o.node AND a.attempts = o.attempt AND a.started_at = o.started_at
                RETURNING o.id, o.attempt, o.started_at, o.finished_at, o.outcome, o.error, o.node, o.not_begun),
            kept AS (
                INSERT INTO tocsin_attempt (issue_action_id, number, started_at, finished_at, outcome, error, node)
                SELECT id, attempt, started_at, finished_at, outcome, error, node FROM done WHERE not_begun = 0)
            SELECT id FROM done
            """;

    private Database database;

    /** For the container's proxy. */
    protected OutcomeTable() {}

    @Inject
    OutcomeTable(Database database) {
        this.database = database;
    }

    /**
     * @param outcomes in the order of their actions' ids
     * @return those whose lease had not been lost
     */
    List<Outcome> write(List<Outcome> outcomes, Map<Outcome, Completion> completions) {
        return database.dialect() == Dialect.POSTGRESQL
                ? writeAll(outcomes, completions)
                : writeOneByOne(outcomes, completions);
    }

    private List<Outcome> writeOneByOne(List<Outcome> outcomes, Map<Outcome, Completion> completions) {
        int[] changed = database.batch(COMPLETE, outcomes, outcome -> completed(outcome, completions.get(outcome)));
        List<Outcome> written = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                written.add(outcomes.get(i));
            }
        }
        List<Outcome> attempts = written.stream()
                .filter(outcome -> outcome.kind() != Outcome.Kind.WITHDRAWN)
                .toList();
        database.batch(KEEP_ATTEMPT, attempts, OutcomeTable::attempt);
        return written;
    }

    private static Object[] completed(Outcome outcome, Completion completion) {
        return new Object[] {
            completion.state(),
            completion.dueAt(),
            completion.triesLeft(),
            Database.nullable(completion.success()),
            completion.details(),
            Database.nullable(cause(completion)),
            Database.nullable(executedAt(outcome, completion)),
            notBegun(outcome),
            outcome.action().id(),
            outcome.action().node(),
            outcome.action().attempt(),
            outcome.action().startedAt()
        };
    }

    private static Object[] attempt(Outcome outcome) {
        return new Object[] {
            outcome.action().id(),
            outcome.action().attempt(),
            outcome.action().startedAt(),
            outcome.at(),
            outcome.kind(),
            Database.nullable(outcome.error()),
            outcome.action().node()
        };
    }

    private static String cause(Completion completion) {
        return completion.cause() == null ? null : completion.cause().name();
    }

    private static Instant executedAt(Outcome outcome, Completion completion) {
        return completion.state().ended() ? outcome.at() : null;
    }

    /** What was withdrawn was no attempt. */
    private static int notBegun(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.WITHDRAWN ? 1 : 0;
    }

    private List<Outcome> writeAll(List<Outcome> outcomes, Map<Outcome, Completion> completions) {
        Set<Long> written = Set.copyOf(database.query(
                COMPLETE_ALL,
                row -> row.getLong("id"),
                NUMBER.of(outcomes, outcome -> outcome.action().id()),
                TEXT.of(outcomes, outcome -> outcome.action().node()),
                NUMBER.of(outcomes, outcome -> outcome.action().attempt()),
                TEXT.of(outcomes, outcome -> completions.get(outcome).state()),
                TIME.of(outcomes, outcome -> completions.get(outcome).dueAt()),
                NUMBER.of(outcomes, outcome -> completions.get(outcome).triesLeft()),
                FLAG.of(outcomes, outcome -> completions.get(outcome).success()),
                TEXT.of(outcomes, outcome -> completions.get(outcome).details()),
                TEXT.of(outcomes, outcome -> cause(completions.get(outcome))),
                TIME.of(outcomes, outcome -> executedAt(outcome, completions.get(outcome))),
                NUMBER.of(outcomes, OutcomeTable::notBegun),
                TIME.of(outcomes, outcome -> outcome.action().startedAt()),
                TIME.of(outcomes, Outcome::at),
                TEXT.of(outcomes, Outcome::kind),
                TEXT.of(outcomes, Outcome::error)));
        return outcomes.stream()
                .filter(outcome -> written.contains(outcome.action().id()))
                .toList();
    }
}
