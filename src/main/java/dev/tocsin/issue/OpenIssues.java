package dev.tocsin.issue;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.InTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional.TxType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The open issues, one after the other. */
@ApplicationScoped
public class OpenIssues {

    private static final int AT_ONCE = 500;

    @Inject
    private Database database;

    /** In the order of their ids, without their details. Index: tocsin_issue_open. */
    @InTransaction
    public List<Issue> after(long id, int limit) {
        return database.query(
                "SELECT id, name, status, NULL AS details, record_type, record_id, occurrences, regressed, created_at,"
                        + " opened_at, last_seen_at, resolved_at, opened_by, fingerprint, once_key, revision"
                        + " FROM tocsin_issue WHERE status = 'OPEN' AND id > ? ORDER BY id LIMIT ?",
                Issue::read,
                id,
                limit);
    }

    /** Index: tocsin_issue_open. */
    @InTransaction
    public long count() {
        return database.query("SELECT COUNT(*) FROM tocsin_issue WHERE status = 'OPEN'", row -> row.getLong(1))
                .get(0);
    }

    /**
     * Holds those of them that are still open until the transaction ends. Index: the primary key.
     *
     * @return which they are
     */
    @InTransaction(TxType.MANDATORY)
    public List<Long> hold(Collection<Long> ids) {
        List<Long> all = ids.stream().sorted().toList();
        List<Long> held = new ArrayList<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            List<Long> some = all.subList(from, Math.min(all.size(), from + AT_ONCE));
            held.addAll(database.query(
                    "SELECT id FROM tocsin_issue WHERE status = 'OPEN' AND id IN (" + Database.marks(some.size())
                            + ") ORDER BY id FOR UPDATE",
                    row -> row.getLong("id"),
                    some.toArray()));
        }
        return held;
    }
}
