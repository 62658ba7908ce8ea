package dev.tocsin.container;

import org.jboss.arquillian.container.test.api.Deployment;
import org.jboss.shrinkwrap.api.spec.WebArchive;

/** On H2. */
class ApplicationOnH2IT extends ApplicationContract {

    @Deployment
    static WebArchive application() {
        return Application.onH2();
    }
}
