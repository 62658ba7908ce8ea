package dev.tocsin.harness;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A real PostgreSQL, started once for all who ask; each asks for a database of its own. */
public final class Postgres {

    private static final AtomicInteger DATABASES = new AtomicInteger();

    private Postgres() {}

    private static final class Running {
        static final EmbeddedPostgres SERVER = start(Map.of("track_commit_timestamp", "on"));
    }

    private static final class Durable {
        static final EmbeddedPostgres SERVER =
                start(Map.of("fsync", "on", "synchronous_commit", "on", "max_wal_size", "4GB"));
    }

    private static EmbeddedPostgres start(Map<String, String> configuration) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(120))
                .setServerConfig("max_connections", "300");
        configuration.forEach(builder::setServerConfig);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The JDBC address of a new, empty database. It is fast, and gone after a power failure. */
    public static String newDatabase() {
        return newDatabase(Running.SERVER);
    }

    /** The same, where what was committed is on the disk: for measuring. */
    public static String newDurableDatabase() {
        return newDatabase(Durable.SERVER);
    }

    private static String newDatabase(EmbeddedPostgres server) {
        String name = "tocsin" + DATABASES.incrementAndGet();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return "jdbc:postgresql://localhost:" + server.getPort() + "/" + name + "?user=postgres";
    }
}
