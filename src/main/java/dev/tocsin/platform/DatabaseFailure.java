package dev.tocsin.platform;

import java.sql.SQLException;

/** The database refused or did not answer. */
public class DatabaseFailure extends RuntimeException {

    public DatabaseFailure(SQLException cause) {
        this(cause.getMessage(), cause);
    }

    public DatabaseFailure(String message, SQLException cause) {
        super(message, cause);
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
