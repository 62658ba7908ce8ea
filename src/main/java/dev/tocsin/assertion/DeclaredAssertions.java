package dev.tocsin.assertion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** What the code declares, checked against the entities that there are, and taken over. */
@ApplicationScoped
class DeclaredAssertions {

    private static final Logger LOG = Logger.getLogger(DeclaredAssertions.class.getName());

    @Inject
    private AssertsExtension found;

    @Inject
    private EntityTypes entities;

    @Inject
    private CheckRegistry registry;

    @Inject
    private AssertionService assertions;

    /** @throws IllegalStateException naming the methods whose parameter is no entity */
    void takeOver() {
        entities.collect();
        registry.all();
        List<String> faults = new ArrayList<>();
        for (DeclaredCheck check : found.declared()) {
            if (check.isAboutRecords()) {
                try {
                    entities.find(
                            check.recordType().getName(),
                            check.definition().records().unit());
                } catch (IllegalArgumentException e) {
                    faults.add("@Asserts on " + check.checkName() + " has a parameter that " + e.getMessage());
                }
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalStateException(String.join("; ", faults));
        }
        assertions
                .declare(
                        found.declared().stream().map(DeclaredCheck::definition).toList())
                .forEach(change -> LOG.log(Level.INFO, "The assertion {0}.", change));
    }
}
