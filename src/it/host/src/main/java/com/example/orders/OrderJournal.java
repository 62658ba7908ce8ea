package com.example.orders;

import dev.tocsin.issue.IssueEvents;
import dev.tocsin.issue.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;

/** Keeps what happens to orders. What it writes about an issue is committed with the issue. */
@ApplicationScoped
@Transactional
public class OrderJournal {

    @PersistenceContext(unitName = "orders")
    private EntityManager em;

    @Inject
    private Orders orders;

    void opened(@Observes IssueEvents.Opened issue) {
        write(issue.record(), "opened: " + issue.name());
    }

    void closed(@Observes IssueEvents.Closed issue) {
        write(issue.record(), "closed: " + issue.name());
    }

    private void write(RecordRef record, String text) {
        orders.of(record).ifPresent(order -> em.persist(new JournalEntry(order.getId(), text)));
    }

    public List<String> of(long orderId) {
        return em.createQuery("SELECT e.text FROM JournalEntry e WHERE e.orderId = :order ORDER BY e.id", String.class)
                .setParameter("order", orderId)
                .getResultList();
    }
}
