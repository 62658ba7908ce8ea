package dev.tocsin.harness.shop;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A record with ten columns. */
@Entity
@Table(name = "shop_article")
public class Article {

    @Id
    private long id;

    private String name;
    private int stock;
    private boolean active;
    private double price;
    private String color;
    private String size;
    private long supplier;

    @Column(name = "shelf")
    private int shelf;

    private String remark;

    long id() {
        return id;
    }

    String name() {
        return name;
    }

    int stock() {
        return stock;
    }
}
