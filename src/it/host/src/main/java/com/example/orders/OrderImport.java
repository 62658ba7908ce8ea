package com.example.orders;

import dev.tocsin.capture.OpensIssue;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;

/** Takes orders from a file of lines {@code customer;article;quantity}: all of them or none. */
@ApplicationScoped
public class OrderImport {

    private static final int LARGE = 1000;

    @Inject
    private Orders orders;

    @Inject
    private IssueService issues;

    /** @return the numbers of the new orders */
    @OpensIssue("Orders cannot be imported: {exception}")
    @Transactional
    public List<Long> read(String csv) {
        return csv.lines().map(this::add).toList();
    }

    private long add(String line) {
        String[] fields = line.split(";");
        if (fields.length != 3) {
            throw new IllegalArgumentException("\"" + line + "\" is not customer;article;quantity");
        }
        String customer = fields[0].isBlank() ? null : fields[0];
        Order order = orders.add(new Order(customer, fields[1], Integer.parseInt(fields[2])));
        if (order.getQuantity() >= LARGE) {
            // If a later line is wrong, there is no such order, and so there must be no such issue.
            issues.openJoiningTransaction(
                    "A large order arrived",
                    Map.of("quantity", order.getQuantity()),
                    RecordRef.of(Order.class, order.getId()));
        }
        return order.getId();
    }
}
