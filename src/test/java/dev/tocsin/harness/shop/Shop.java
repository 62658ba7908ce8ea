package dev.tocsin.harness.shop;

import dev.tocsin.assertion.Asserts;
import dev.tocsin.assertion.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Checks over the records of a shop, and some that go wrong. */
@ApplicationScoped
public class Shop {

    private static final AtomicBoolean BALANCED = new AtomicBoolean(true);
    private static final AtomicInteger BEATS = new AtomicInteger();

    @PersistenceContext(unitName = "shop")
    private EntityManager em;

    static void balanced(boolean balanced) {
        BALANCED.set(balanced);
    }

    @Asserts("Every account balances")
    Verdict books() {
        return BALANCED.get() ? Verdict.passed() : Verdict.failed(Map.of("difference", 12));
    }

    @Asserts(value = "The stock of an article is not negative", maxIssues = 20_000)
    Verdict stock(Article article) {
        return article.stock() >= 0
                ? Verdict.passed()
                : Verdict.failed(Map.of("article", article.name(), "stock", article.stock()));
    }

    @Asserts(value = "A line has a quantity", where = "r.key.order < 1000")
    boolean quantity(Line line) {
        return line.quantity() > 0;
    }

    @Asserts("A customer has a mail address")
    boolean mail(Customer customer) {
        return customer.mail() != null;
    }

    @Asserts(value = "A country is open", maxIssues = 3)
    boolean open(Country country) {
        return country.open();
    }

    @Asserts(value = "An article is flagged only after three failures", attempts = 3, where = "r.id < 100")
    boolean softly(Article article) {
        return article.stock() >= 0;
    }

    @Asserts("A check that throws")
    boolean throwing() {
        throw new IllegalStateException("as the test wants it");
    }

    @Asserts(value = "A check that hangs", timeout = "300ms")
    boolean hanging() throws InterruptedException {
        return new CountDownLatch(1).await(1, TimeUnit.HOURS);
    }

    @Asserts(value = "A check with a wrong query", where = "r.nosuch = 1")
    boolean asking(Article article) {
        return true;
    }

    @Asserts(value = "The heart beats", every = "1s", enabled = false)
    boolean beat() {
        return BEATS.incrementAndGet() > 0;
    }
}
