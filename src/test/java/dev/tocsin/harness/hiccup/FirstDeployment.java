package dev.tocsin.harness.hiccup;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;

/** The first deployment in a process fails, as the application server's own has been seen to. */
@Singleton
@Startup
public class FirstDeployment {

    private static final String FAILED = "tocsin.test.first.deployment.failed";

    @PostConstruct
    void fail() {
        if (System.setProperty(FAILED, "true") == null) {
            throw new IllegalStateException("as the test wants it");
        }
    }
}
