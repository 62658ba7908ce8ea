package dev.tocsin.container;

import dev.tocsin.assertion.Asserts;
import jakarta.enterprise.context.RequestScoped;
import java.util.concurrent.atomic.AtomicBoolean;

/** Something of the application's that can be asserted; in a scope that a check has to bring along. */
@RequestScoped
public class Books {

    static final String NAME = "The books balance";

    private static final AtomicBoolean BALANCED = new AtomicBoolean(true);

    static void balanced(boolean balanced) {
        BALANCED.set(balanced);
    }

    @Asserts(NAME)
    boolean balance() {
        return BALANCED.get();
    }
}
