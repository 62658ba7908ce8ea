package dev.tocsin.harness.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** A record whose id is a text. */
@Entity
@Table(name = "shop_country")
public class Country {

    @Id
    private String code;

    private boolean open;

    boolean open() {
        return open;
    }
}
