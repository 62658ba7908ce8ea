package dev.tocsin.issue;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.InTransaction;
import dev.tocsin.platform.InstantColumn;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The open issues, one after the other. */
@ApplicationScoped
public class OpenIssues {

    @Inject
    private Database database;

    /**
     * What it takes to respond to one.
     *
     * @param openedAt when it was created or last reopened
     */
    public record OpenIssue(long id, String name, Instant openedAt) {}

    /** In the order of their ids. Index: tocsin_issue_open. */
    @InTransaction
    public List<OpenIssue> after(long id, int limit) {
        return database.query(
                "SELECT id, name, opened_at FROM tocsin_issue WHERE status = 'OPEN' AND id > ? ORDER BY id LIMIT ?",
                OpenIssues::read,
                id,
                limit);
    }

    /** Those of them that are open, in the order of their ids. Index: the primary key. */
    @InTransaction
    public List<OpenIssue> those(Collection<Long> ids) {
        return database.query(
                "SELECT id, name, opened_at FROM tocsin_issue WHERE status = 'OPEN' AND id = ANY(?) ORDER BY id",
                OpenIssues::read,
                Database.longs(ids));
    }

    private static OpenIssue read(ResultSet row) throws SQLException {
        return new OpenIssue(row.getLong("id"), row.getString("name"), InstantColumn.read(row, "opened_at"));
    }

    /** Index: tocsin_issue_open. */
    @InTransaction
    public long count() {
        return database.query("SELECT COUNT(*) FROM tocsin_issue WHERE status = 'OPEN'", row -> row.getLong(1))
                .get(0);
    }

    /**
     * Holds those of them that are still open until the transaction ends, and leaves those that another has: who waited for
     * one would keep the others from their owners for as long. Index: the primary key.
     *
     * @return which they are
     */
    @InTransaction(TxType.MANDATORY)
    public Set<Long> hold(Collection<Long> ids) {
        return Set.copyOf(database.query(
                "SELECT id FROM tocsin_issue WHERE status = 'OPEN' AND id = ANY(?) ORDER BY id " + Dialect.SKIP_LOCKED,
                row -> row.getLong("id"),
                Database.longs(ids)));
    }
}
