package dev.tocsin.server;

import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;

/** On PostgreSQL. */
class ServerOnPostgresIT extends ServerContract {

    @Override
    Server.Start start() {
        return Server.onPostgres(Postgres.newDatabase());
    }
}
