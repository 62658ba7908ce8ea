package dev.tocsin.server;

import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;

class AssertionsOnPostgresIT extends AssertionContract {

    @Override
    Server.Start start() {
        return Server.onPostgres(Postgres.newDatabase());
    }

    @Override
    String numbers(int last) {
        return "generate_series(1, " + last + ") t(x)";
    }

    @Override
    String randomUuid() {
        return "gen_random_uuid()";
    }
}
