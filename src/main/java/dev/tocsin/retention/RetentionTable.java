package dev.tocsin.retention;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Who is at it: one node at a time. It has one row, so no index serves it. */
@ApplicationScoped
class RetentionTable {

    /** A node that says nothing for so long is not at it any more. */
    static final Duration BELIEVED = Duration.ofMinutes(5);

    @Inject
    private Database database;

    @Inject
    private Clock clock;

    /**
     * A time that is further ahead than another node's clock could be is of a clock that has been set back since.
     *
     * @param pause how long nobody has to have begun
     * @return whether the caller is the one who does it now
     */
    @InTransaction(TxType.REQUIRES_NEW)
    public boolean claim(String node, Duration pause) {
        Instant now = clock.instant();
        return database.update(
                        "UPDATE tocsin_retention SET node = ?, running_until = ?, started_at = ?, finished_at = NULL,"
                                + " issues = 0, actions = 0, entries = 0"
                                + " WHERE (running_until IS NULL OR running_until < ? OR running_until > ?)"
                                + " AND (started_at IS NULL OR started_at <= ? OR started_at > ?)",
                        node,
                        now.plus(BELIEVED),
                        now,
                        now,
                        now.plus(BELIEVED.multipliedBy(2)),
                        now.minus(pause),
                        now.plus(BELIEVED))
                == 1;
    }

    /** @return whether the caller is still the one who does it */
    @InTransaction(TxType.REQUIRES_NEW)
    public boolean went(String node, long issues, long actions, long entries) {
        return database.update(
                        "UPDATE tocsin_retention SET running_until = ?, issues = issues + ?, actions = actions + ?,"
                                + " entries = entries + ? WHERE node = ? AND running_until IS NOT NULL",
                        clock.instant().plus(BELIEVED),
                        issues,
                        actions,
                        entries,
                        node)
                == 1;
    }

    @InTransaction(TxType.REQUIRES_NEW)
    public void ended(String node) {
        database.update(
                "UPDATE tocsin_retention SET running_until = NULL, finished_at = ? WHERE node = ?",
                clock.instant(),
                node);
    }

    @InTransaction
    public RetentionState state() {
        return database.query("SELECT * FROM tocsin_retention", RetentionState::read)
                .get(0);
    }

    /** Index: tocsin_issue_newest. */
    @InTransaction
    public Optional<OldestIssue> oldestIssue() {
        return database
                .query(
                        "SELECT id, name, created_at FROM tocsin_issue ORDER BY created_at, id LIMIT 1",
                        row -> new OldestIssue(
                                row.getLong("id"), row.getString("name"), InstantColumn.read(row, "created_at")))
                .stream()
                .findFirst();
    }
}
