package dev.tocsin.server;

import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;

class SecurityOnPostgresIT extends SecurityContract {

    @Override
    Server.Start start() {
        return Server.onPostgres(Postgres.newDatabase());
    }
}
