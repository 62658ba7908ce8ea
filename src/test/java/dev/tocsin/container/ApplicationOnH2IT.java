package dev.tocsin.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** On H2. */
class ApplicationOnH2IT extends ApplicationContract {

    @Deployment
    static WebArchive application() {
        return Application.on(
                "org.h2.jdbcx.JdbcDataSource", "jdbc:h2:mem:app;DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=10000", "sa");
    }
}
