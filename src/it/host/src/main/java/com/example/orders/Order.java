package com.example.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** What a customer wants; the customer may still be unknown. */
@Entity
@Table(name = "orders")
public class Order {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "order_numbers")
    @SequenceGenerator(name = "order_numbers", sequenceName = "order_numbers", allocationSize = 1)
    private long id;

    private String customer;
    private String article;
    private int quantity;

    @Column(name = "on_hold")
    private boolean onHold;

    /** For JPA. */
    protected Order() {}

    public Order(String customer, String article, int quantity) {
        this.customer = customer;
        this.article = article;
        this.quantity = quantity;
    }

    public long getId() {
        return id;
    }

    public String getCustomer() {
        return customer;
    }

    public void setCustomer(String customer) {
        this.customer = customer;
    }

    public String getArticle() {
        return article;
    }

    public int getQuantity() {
        return quantity;
    }

    public boolean isOnHold() {
        return onHold;
    }

    public void hold() {
        onHold = true;
    }

    public void release() {
        onHold = false;
    }
}
