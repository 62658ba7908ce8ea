package dev.tocsin.bench;

import dev.tocsin.harness.Server;

/** A server with what is needed inside it. */
final class BenchServer {

    private BenchServer() {}

    static Server.Start on(BenchDatabase database) {
        return Server.onPostgres(database.url()).forLong().adding("bench/persistence.xml", "dev.tocsin.bench.inside");
    }
}
