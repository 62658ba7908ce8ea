package dev.tocsin.dispatch;

import static dev.tocsin.platform.ColumnType.FLAG;
import static dev.tocsin.platform.ColumnType.NUMBER;
import static dev.tocsin.platform.ColumnType.TEXT;
import static dev.tocsin.platform.ColumnType.TIME;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Insert;
import dev.tocsin.platform.TransactionSetting;
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

    /**
     * Many in one statement, whose parameters are columns of the batch. An action has a node while it runs, and only
     * then: its state is not asked for, because what a database knows of how many are running is always old, and it
     * would go through the batch for each of them. The ids are said twice: a table that was vacuumed before what came in
     * bulk was committed is taken for empty, and all of it would be read, with the batch gone through for each row.
     */
    static final String COMPLETE_ALL = """
            UPDATE tocsin_issue_action a SET state = o.state, due_at = o.due_at, tries_left = o.tries_left,
                success = o.success, details = o.details, cancel_cause = o.cancel_cause,
                executed_at = o.executed_at, attempts = a.attempts - o.not_begun, node = NULL, lease_until = NULL
            FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::timestamptz[], ?::text[], ?::timestamptz[], ?::bigint[],
                ?::boolean[], ?::text[], ?::text[], ?::timestamptz[], ?::bigint[])
            AS o (id, node, attempt, started_at, state, due_at, tries_left, success, details, cancel_cause, executed_at,
                not_begun)
            WHERE a.id = ANY(?::bigint[])
                AND a.id = o.id AND a.node = o.node AND a.attempts = o.attempt AND a.started_at = o.started_at
            RETURNING o.id
            """;

    static final TransactionSetting COMPLETED = TransactionSetting.BATCH_AS_A_WHOLE;

    private static final Insert<Outcome> ATTEMPT = Insert.<Outcome>into("tocsin_attempt")
            .number("issue_action_id", outcome -> outcome.action().id())
            .number("number", outcome -> outcome.action().attempt())
            .time("started_at", outcome -> outcome.action().startedAt())
            .time("finished_at", Outcome::at)
            .text("outcome", Outcome::kind)
            .text("error", Outcome::error)
            .text("node", outcome -> outcome.action().node());

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
    List<Outcome> complete(List<Outcome> outcomes, Map<Outcome, Completion> completions) {
        return database.dialect() == Dialect.POSTGRESQL
                ? completeAll(outcomes, completions)
                : completeOneByOne(outcomes, completions);
    }

    /** @param outcomes that have been written */
    void keepAttempts(List<Outcome> outcomes) {
        database.insert(
                ATTEMPT,
                outcomes.stream().filter(outcome -> notBegun(outcome) == 0).toList());
    }

    private List<Outcome> completeOneByOne(List<Outcome> outcomes, Map<Outcome, Completion> completions) {
        int[] changed = database.batch(COMPLETE, outcomes, outcome -> completed(outcome, completions.get(outcome)));
        List<Outcome> written = new ArrayList<>();
        for (int i = 0; i < changed.length; i++) {
            if (changed[i] == 1) {
                written.add(outcomes.get(i));
            }
        }
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

    private List<Outcome> completeAll(List<Outcome> outcomes, Map<Outcome, Completion> completions) {
        database.set(COMPLETED);
        Set<Long> written = Set.copyOf(database.query(
                COMPLETE_ALL,
                row -> row.getLong("id"),
                NUMBER.of(outcomes, outcome -> outcome.action().id()),
                TEXT.of(outcomes, outcome -> outcome.action().node()),
                NUMBER.of(outcomes, outcome -> outcome.action().attempt()),
                TIME.of(outcomes, outcome -> outcome.action().startedAt()),
                TEXT.of(outcomes, outcome -> completions.get(outcome).state()),
                TIME.of(outcomes, outcome -> completions.get(outcome).dueAt()),
                NUMBER.of(outcomes, outcome -> completions.get(outcome).triesLeft()),
                FLAG.of(outcomes, outcome -> completions.get(outcome).success()),
                TEXT.of(outcomes, outcome -> completions.get(outcome).details()),
                TEXT.of(outcomes, outcome -> cause(completions.get(outcome))),
                TIME.of(outcomes, outcome -> executedAt(outcome, completions.get(outcome))),
                NUMBER.of(outcomes, OutcomeTable::notBegun),
                NUMBER.of(outcomes, outcome -> outcome.action().id())));
        return outcomes.stream()
                .filter(outcome -> written.contains(outcome.action().id()))
                .toList();
    }
}
