package dev.tocsin.dispatch;

import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import java.util.List;
import java.util.Map;

/**
 * By what a node that closes an issue, and another that looks whether it is open, know of each other: whoever looks sees what
 * others have committed, but not that one of them is about to. Kept by PostgreSQL in its memory until a transaction
 * ends; on H2 there is no other node.
 */
final class ClosingLock {

    /** Nobody else's locks are to be these. */
    private static final int SPACE = 0x70C51;

    private static final String KEY = "(?::int, (? % 2147483647)::int)";

    private static final String SHARE = "SELECT wanted.id, pg_try_advisory_xact_lock_shared"
            + "(?::int, (wanted.id % 2147483647)::int) AS free FROM unnest(?::bigint[]) AS wanted (id)";

    private ClosingLock() {}

    /** From now until the transaction ends, nobody finds that issue open; whoever just has is waited for. */
    static void take(Database database, long issueId) {
        if (database.dialect() == Dialect.POSTGRESQL) {
            database.query("SELECT pg_advisory_xact_lock" + KEY, row -> null, SPACE, issueId);
        }
    }

    /** Those of them that no other node is closing, nor is until the transaction ends. */
    static List<Long> share(Database database, List<Long> issueIds) {
        return database.dialect() != Dialect.POSTGRESQL
                ? issueIds
                : database
                        .query(
                                SHARE,
                                row -> Map.entry(row.getLong("id"), row.getBoolean("free")),
                                SPACE,
                                Database.longs(issueIds))
                        .stream()
                        .filter(Map.Entry::getValue)
                        .map(Map.Entry::getKey)
                        .toList();
    }
}
