package dev.tocsin.pages;

import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;

class PagesOnPostgresIT extends PagesContract {

    @Override
    Server.Start start() {
        return Server.onPostgres(Postgres.newDatabase());
    }

    @Override
    boolean looksClosely() {
        return true;
    }

    @Override
    public int manyIssues() {
        return 1_000_000;
    }

    @Override
    public String numbers(int first, int last) {
        return "generate_series(" + first + ", " + last + ") t(x)";
    }
}
