package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Server;
import java.sql.SQLException;

/**
 * A server with what is needed inside it, and its database. The cases that need nothing special share one: it starts
 * once, and is compiled for all of them. Each leaves it as it found it, empty.
 */
final class BenchServer {

    private static BenchServer shared;

    private final BenchDatabase database;
    private final Server server;

    private BenchServer(BenchDatabase database, Server server) {
        this.database = database;
        this.server = server;
    }

    static BenchServer shared() throws SQLException {
        if (shared == null) {
            BenchDatabase database = new BenchDatabase();
            shared = new BenchServer(
                    database, on(database).with("TOCSIN_SWEEP", "1s").ready());
        }
        assertThat(shared.server.isAlive()).isTrue();
        shared.database.forgetIssues();
        assertThat(shared.database.number("SELECT COUNT(*) FROM tocsin_responder"))
                .isZero();
        return shared;
    }

    BenchDatabase database() {
        return database;
    }

    Api api() {
        return server.api();
    }

    static Server.Start on(BenchDatabase database) {
        return Server.onPostgres(database.url()).forLong().adding("bench/persistence.xml", "dev.tocsin.bench.inside");
    }
}
