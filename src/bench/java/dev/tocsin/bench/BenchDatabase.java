package dev.tocsin.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tocsin.harness.Postgres;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Migrations;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.ds.PGSimpleDataSource;

/** A database of a PostgreSQL that keeps what it has committed. */
final class BenchDatabase {

    private final String url = Postgres.newDurableDatabase();

    BenchDatabase() throws SQLException {
        for (String setting : new String[] {"fsync", "synchronous_commit", "full_page_writes"}) {
            String value = text("SHOW " + setting);
            if (!value.equals("on")) {
                throw new IllegalStateException(
                        "The commits of this database are not durable: " + setting + " is " + value);
            }
        }
    }

    String url() {
        return url;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** As a server does when it starts. */
    void createTables() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url);
        Migrations.migrate(source, Dialect.POSTGRESQL);
    }

    /** @param option of the driver: {@code name=value} */
    Connection connect(String option) throws SQLException {
        return DriverManager.getConnection(url + "&" + option);
    }

    /** For peers that bring no pool of their own. */
    HikariDataSource pool(int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url + "&reWriteBatchedInserts=true");
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    void execute(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    /**
     * For inserts of millions of issues, and of what belongs to them, all at once: their indexes are made afterwards, and what
     * they refer to is not looked up.
     */
    void fill(String... inserts) throws Exception {
        List<String> indexes = new ArrayList<>();
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            List<String> names = new ArrayList<>();
            try (ResultSet result = statement.executeQuery("SELECT indexname, indexdef FROM pg_indexes"
                    + " WHERE tablename IN ('tocsin_issue', 'tocsin_issue_action', 'tocsin_attempt',"
                    + " 'tocsin_status_change', 'tocsin_burst') AND NOT EXISTS"
                    + " (SELECT 1 FROM pg_constraint WHERE conindid = indexname::regclass)")) {
                while (result.next()) {
                    names.add(result.getString(1));
                    indexes.add(result.getString(2));
                }
            }
            for (String name : names) {
                statement.execute("DROP INDEX " + name);
            }
        }
        atOnce(List.of(inserts));
        atOnce(indexes);
        settle();
    }

    /** As many at a time as there are cores. */
    private void atOnce(List<String> statements) throws Exception {
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            List<Future<?>> all = new ArrayList<>();
            for (String one : statements) {
                all.add(threads.submit(() -> {
                    execute(
                            "SET session_replication_role = replica",
                            "SET maintenance_work_mem = '256MB'",
                            "SET max_parallel_maintenance_workers = 0",
                            one);
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
    }

    /** So that nothing of what was loaded is left to be done while something is measured. */
    void settle() throws SQLException {
        execute("VACUUM ANALYZE", "CHECKPOINT");
    }

    /** What was done about the issues; not vacuumed afterwards, as in {@link #forgetIssues}. */
    void forgetActions() throws SQLException {
        execute("TRUNCATE tocsin_issue_action CASCADE", "VACUUM ANALYZE tocsin_issue", "CHECKPOINT");
    }

    /**
     * All issues, and what was done about them. Not vacuumed afterwards: the database would then believe, and plan, as
     * if these tables stayed empty.
     */
    void forgetIssues() throws SQLException {
        execute("TRUNCATE tocsin_issue CASCADE", "CHECKPOINT");
    }

    long number(String query) throws SQLException {
        return Long.parseLong(text(query));
    }

    private String text(String query) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
