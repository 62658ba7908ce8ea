package com.example.orders;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.action.PermanentFailure;
import dev.tocsin.issue.IssueEvents;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.transaction.Transactional;

/** Holds the order that an issue is about. To do so twice is as good as once: an action may run again. */
@ApplicationScoped
@Transactional
public class HoldOrder implements Action {

    @Inject
    private Orders orders;

    @Override
    public String name() {
        return "hold-order";
    }

    @Override
    public String description() {
        return "Holds the order that the issue is about";
    }

    @Override
    public Object execute(ActionContext context) throws PermanentFailure {
        orders.of(context.issue().record().orElse(null))
                .orElseThrow(() -> new PermanentFailure("There is no such order"))
                .hold();
        return null;
    }

    void release(@Observes IssueEvents.Closed issue) {
        if (issue.name().equals(OrderChecks.HAS_CUSTOMER)) {
            orders.of(issue.record()).ifPresent(Order::release);
        }
    }
}
