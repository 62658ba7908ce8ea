package dev.tocsin.bench.inside;

import dev.tocsin.assertion.Asserts;
import dev.tocsin.assertion.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Map;

/** The check that is measured, and the same while the heap is looked at. */
@ApplicationScoped
public class ItemChecks {

    public static final String NOT_BAD = "An item is not bad";
    public static final String NOT_BAD_IN_LITTLE = "An item is not bad, and takes little memory";

    /** By this, Tocsin finds the entity. */
    @PersistenceContext(unitName = "bench")
    private EntityManager em;

    @Asserts(value = NOT_BAD, maxIssues = 20_000)
    Verdict notBad(Item item) {
        return item.name().equals("bad") ? Verdict.failed(Map.of("id", item.id())) : Verdict.passed();
    }

    @Asserts(value = NOT_BAD_IN_LITTLE, maxIssues = 20_000)
    Verdict notBadInLittle(Item item) {
        Heap.passed(item.id());
        return notBad(item);
    }
}
