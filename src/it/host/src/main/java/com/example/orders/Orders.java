package com.example.orders;

import dev.tocsin.issue.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** All orders. */
@ApplicationScoped
@Transactional
public class Orders {

    @PersistenceContext(unitName = "orders")
    private EntityManager em;

    public Order add(Order order) {
        em.persist(order);
        return order;
    }

    public Optional<Order> find(long id) {
        return Optional.ofNullable(em.find(Order.class, id));
    }

    /** The order that an issue is about; empty if it is about none. */
    public Optional<Order> of(RecordRef record) {
        return record != null && record.isOf(Order.class) ? find(Long.parseLong(record.id())) : Optional.empty();
    }

    public List<Long> onHold() {
        return em.createQuery("SELECT o.id FROM Order o WHERE o.onHold = TRUE ORDER BY o.id", Long.class)
                .getResultList();
    }

    public long count() {
        return em.createQuery("SELECT COUNT(o) FROM Order o", Long.class).getSingleResult();
    }

    public void setCustomer(long id, String customer) {
        find(id).orElseThrow().setCustomer(customer);
    }
}
