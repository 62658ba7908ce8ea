package dev.tocsin.bench.inside;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A record with ten columns. */
@Entity
@Table(name = "bench_item")
public class Item {

    @Id
    private long id;

    private String name;
    private int stock;
    private boolean active;
    private double price;
    private String color;

    @Column(name = "item_size")
    private String size;

    private long supplier;
    private int shelf;
    private String remark;

    long id() {
        return id;
    }

    String name() {
        return name;
    }
}
