package dev.tocsin.harness.shop;

import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.Objects;

/** A record whose id has two columns. */
@Entity
@Table(name = "shop_line")
public class Line {

    @EmbeddedId
    private Key key;

    private int quantity;

    int quantity() {
        return quantity;
    }

    /** Its id. */
    @Embeddable
    public static class Key implements Serializable {
        private static final long serialVersionUID = 1;

        @Column(name = "order_id")
        private long order;

        @Column(name = "number")
        private int number;

        @Override
        public boolean equals(Object other) {
            return other instanceof Key that && order == that.order && number == that.number;
        }

        @Override
        public int hashCode() {
            return Objects.hash(order, number);
        }
    }
}
