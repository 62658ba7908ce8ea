package dev.tocsin.container;

import dev.tocsin.issue.IssueEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.TransactionPhase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A bean of the application that hears of issues, and that fails on some. */
@ApplicationScoped
public class Observer {

    static final String FAILS_ON = "The observer fails on this";

    private final List<Object> inTransaction = new CopyOnWriteArrayList<>();
    private final List<Object> afterwards = new CopyOnWriteArrayList<>();

    void opened(@Observes IssueEvents.Opened event) {
        if (event.name().startsWith(FAILS_ON)) {
            throw new IllegalStateException("as the test wants it");
        }
        inTransaction.add(event);
    }

    void closed(@Observes IssueEvents.Closed event) {
        inTransaction.add(event);
    }

    void openedForGood(@Observes(during = TransactionPhase.AFTER_SUCCESS) IssueEvents.Opened event) {
        afterwards.add(event);
    }

    List<Object> inTransaction() {
        return inTransaction;
    }

    List<Object> afterwards() {
        return afterwards;
    }
}
