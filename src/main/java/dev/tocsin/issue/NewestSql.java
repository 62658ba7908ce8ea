package dev.tocsin.issue;

import dev.tocsin.platform.Dialect;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Which issue of a fingerprint is counted when it is seen again: the won't-fix one, or else the newest that is open; and
 * which is reopened: the newest. Index: tocsin_issue_newest_by_fingerprint, a look for each fingerprint and status.
 */
final class NewestSql {

    private NewestSql() {}

    /** @param parameters how many there are: each is the fingerprint */
    record Expression(String sql, int parameters) {}

    /** A query for the id of the newest of a fingerprint, whatever its status is. */
    static Expression newest(Dialect dialect) {
        String newestOfEach = Arrays.stream(IssueStatus.values())
                .map(status -> "(" + newest(dialect, "i.id, i.created_at", "?", status) + ")")
                .collect(Collectors.joining(" UNION ALL "));
        return expression("SELECT id FROM (" + newestOfEach + ") AS newest ORDER BY created_at DESC, id DESC LIMIT 1");
    }

    /** The issue's id; null if there is none. */
    static Expression unresolved(Dialect dialect) {
        return expression(id(dialect, "?"));
    }

    private static Expression expression(String sql) {
        return new Expression(sql, (int) sql.chars().filter(c -> c == '?').count());
    }

    /** A query for each fingerprint and its id, which is null if there is none; its parameter is the fingerprints. */
    static String unresolvedOfEach(Dialect dialect) {
        String wanted =
                dialect == Dialect.POSTGRESQL ? "unnest(?::text[])" : "UNNEST(CAST(? AS CHARACTER VARYING ARRAY))";
        return "SELECT wanted.fingerprint, " + id(dialect, "wanted.fingerprint") + " AS id FROM " + wanted
                + " AS wanted (fingerprint)";
    }

    private static String id(Dialect dialect, String fingerprint) {
        return "COALESCE((" + newest(dialect, "i.id", fingerprint, IssueStatus.WONT_FIX) + "), ("
                + newest(dialect, "i.id", fingerprint, IssueStatus.OPEN) + "))";
    }

    private static String newest(Dialect dialect, String columns, String fingerprint, IssueStatus status) {
        String pair = "(" + fingerprint + ", '" + status + "')";
        // Asked for as a pair and in the order of all columns, which only this index has: a database that believes that
        // few issues are open would read all of those.
        String those = dialect == Dialect.POSTGRESQL
                ? "(i.fingerprint, i.status) >= " + pair + " AND (i.fingerprint, i.status) <= " + pair
                : "i.fingerprint = " + fingerprint + " AND i.status = '" + status + "'";
        return "SELECT " + columns + " FROM tocsin_issue i WHERE " + those
                + " ORDER BY i.fingerprint, i.status, i.created_at DESC, i.id DESC LIMIT 1";
    }
}
