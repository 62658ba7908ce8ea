package dev.tocsin.issue;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.util.List;

/** The open issues that were matched against the responders as they were before. */
@ApplicationScoped
public class UnmatchedIssues {

    private Database database;

    /** For the container's proxy. */
    protected UnmatchedIssues() {}

    @Inject
    UnmatchedIssues(Database database) {
        this.database = database;
    }

    /**
     * Takes some of them for this transaction; those that another has are left to it. Index:
     * tocsin_issue_unmatched.
     */
    @InTransaction(TxType.MANDATORY)
    public List<Issue> take(long revision, int limit) {
        String some = " FROM tocsin_issue WHERE status = 'OPEN' AND revision < ? ORDER BY revision, id LIMIT ? ";
        if (database.dialect() == Dialect.POSTGRESQL) {
            return database.query("SELECT *" + some + Dialect.SKIP_LOCKED, Issue::read, revision, limit);
        }
        List<Long> ids = database.query("SELECT id" + some, row -> row.getLong("id"), revision, limit);
        return database.query(
                "SELECT * FROM tocsin_issue WHERE id = ANY(?) AND status = 'OPEN' AND revision < ? "
                        + Dialect.SKIP_LOCKED,
                Issue::read,
                Database.longs(ids),
                revision);
    }

    /** Notes that these were matched. Index: the primary key. */
    @InTransaction(TxType.MANDATORY)
    public void matched(List<Issue> issues, long revision) {
        database.update(
                "UPDATE tocsin_issue SET revision = ? WHERE id = ANY(?)",
                revision,
                Database.longs(issues.stream().map(Issue::id).toList()));
    }
}
