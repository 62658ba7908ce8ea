package dev.tocsin.harness.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.UUID;

/** A record whose id is a UUID. */
@Entity
@Table(name = "shop_customer")
public class Customer {

    @Id
    private UUID id;

    private String mail;

    String mail() {
        return mail;
    }
}
