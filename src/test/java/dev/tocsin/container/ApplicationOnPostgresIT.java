package dev.tocsin.container;

import dev.tocsin.harness.Postgres;
import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** On PostgreSQL. */
class ApplicationOnPostgresIT extends ApplicationContract {

    @Deployment
    static WebArchive application() {
        return Application.on("org.postgresql.ds.PGSimpleDataSource", Postgres.newDatabase(), "postgres");
    }
}
