package com.example.orders;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;

/** Something that happened to an order. */
@Entity
@Table(name = "journal")
public class JournalEntry {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "journal_numbers")
    @SequenceGenerator(name = "journal_numbers", sequenceName = "journal_numbers", allocationSize = 1)
    private long id;

    @Column(name = "order_id")
    private long orderId;

    private String text;

    /** For JPA. */
    protected JournalEntry() {}

    public JournalEntry(long orderId, String text) {
        this.orderId = orderId;
        this.text = text;
    }
}
