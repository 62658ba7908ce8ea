package com.example.orders;

import dev.tocsin.assertion.Asserts;
import dev.tocsin.assertion.Verdict;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;

/** What should be true of orders. While it is not, there is an issue that says so. */
@ApplicationScoped
public class OrderChecks {

    static final String HAS_CUSTOMER = "An order has a customer";

    @Inject
    private Orders orders;

    @Asserts(value = HAS_CUSTOMER, every = "5m")
    Verdict hasCustomer(Order order) {
        return order.getCustomer() != null
                ? Verdict.passed()
                : Verdict.failed(Map.of("article", order.getArticle(), "quantity", order.getQuantity()));
    }

    @Asserts(value = "No order is on hold", every = "1h")
    Verdict noneOnHold() {
        List<Long> onHold = orders.onHold();
        return onHold.isEmpty() ? Verdict.passed() : Verdict.failed(Map.of("orders", onHold));
    }
}
