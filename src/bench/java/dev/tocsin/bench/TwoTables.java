package dev.tocsin.bench;

import java.sql.SQLException;

/**
 * The table of issues, which is large, and an empty one that is like it: they take turns at being the one that a server
 * finds by its name. So both are measured at the same time, though the large one is loaded only once.
 */
final class TwoTables implements AutoCloseable {

    private final BenchDatabase database;
    private boolean large = true;

    TwoTables(BenchDatabase database) throws SQLException {
        this.database = database;
        // The room that it leaves in its pages, and those who refer to it, are not copied with it.
        database.execute(
                "CREATE SCHEMA aside",
                "CREATE SCHEMA between",
                "CREATE TABLE aside.tocsin_issue (LIKE tocsin_issue INCLUDING ALL)",
                "ALTER TABLE aside.tocsin_issue SET (fillfactor = 90)");
    }

    /** The empty one, emptied. */
    void useEmpty() throws SQLException {
        if (large) {
            swap();
        }
        database.forgetIssues();
    }

    void useLarge() throws SQLException {
        if (!large) {
            swap();
        }
    }

    private void swap() throws SQLException {
        database.execute(
                "BEGIN",
                "ALTER TABLE tocsin_issue SET SCHEMA between",
                "ALTER TABLE aside.tocsin_issue SET SCHEMA public",
                "ALTER TABLE between.tocsin_issue SET SCHEMA aside",
                "COMMIT");
        large = !large;
    }

    @Override
    public void close() throws SQLException {
        useLarge();
        database.execute("DROP SCHEMA aside CASCADE", "DROP SCHEMA between CASCADE");
    }
}
