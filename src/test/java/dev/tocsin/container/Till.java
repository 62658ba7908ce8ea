package dev.tocsin.container;

import dev.tocsin.capture.OpensIssue;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** A bean of the application that fails. */
@ApplicationScoped
public class Till {

    @Inject
    private Drawer drawer;

    @OpensIssue(value = "The till is stuck: {exception}", parameters = true, ignore = IllegalArgumentException.class)
    @Transactional
    public void pay(RuntimeException failure, String amount) {
        drawer.open(failure);
    }

    /** What it opens. */
    @ApplicationScoped
    @OpensIssue
    public static class Drawer {
        public void open(RuntimeException failure) {
            throw failure;
        }
    }
}
