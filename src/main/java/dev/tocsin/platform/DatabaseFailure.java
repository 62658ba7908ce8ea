package dev.tocsin.platform;

import jakarta.resource.ResourceException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;
import javax.transaction.xa.XAException;

/** The database refused or did not answer. */
public class DatabaseFailure extends RuntimeException {

    private static final String COMPLETION_UNKNOWN = "40003";

    /** PostgreSQL's, and H2's. */
    private static final Set<String> NOT_WAITED_LONGER = Set.of("55P03", "HYT00");

    public DatabaseFailure(SQLException failure) {
        this(reason(failure).getMessage(), reason(failure));
    }

    public DatabaseFailure(String message, SQLException cause) {
        super(message, cause);
    }

    /** That of a batch may be told with the values of the whole row, which are nothing for a log. */
    private static SQLException reason(SQLException failure) {
        return failure instanceof BatchUpdateException && failure.getNextException() != null
                ? failure.getNextException()
                : failure;
    }

    /** Whether something failed because the database did not answer, or could not do it now. */
    public static boolean isBehind(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            // A connection that breaks at the begin or the end of a transaction is told by the server, in its own
            // words.
            if (cause instanceof ResourceException || cause instanceof XAException) {
                return true;
            }
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState() == null ? "" : sql.getSQLState();
                return !state.startsWith("22") && !state.startsWith("23") && !state.startsWith("42");
            }
        }
        return false;
    }

    /** Whether the database has ended a transaction for another's sake, as one of two that waited for each other: begun again, it may well succeed. */
    public static boolean isForAnother(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState().startsWith("40") && !sql.getSQLState().equals(COMPLETION_UNKNOWN);
            }
        }
        return false;
    }

    /** Whether a row was needed that another had, for longer than was to be waited. */
    public static boolean isOfHeldRow(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return NOT_WAITED_LONGER.contains(sql.getSQLState());
            }
        }
        return false;
    }

    /** Whether a unique key was taken. */
    public boolean isDuplicate() {
        return sqlState().equals("23505");
    }

    /** Whether it was the values, rather than the database, that were wrong. */
    public boolean isAboutData() {
        return sqlState().startsWith("22") || sqlState().startsWith("23");
    }

    private String sqlState() {
        return getCause() instanceof SQLException sql && sql.getSQLState() != null ? sql.getSQLState() : "";
    }
}
