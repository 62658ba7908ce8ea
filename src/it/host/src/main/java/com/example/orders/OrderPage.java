package com.example.orders;

import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.issue.RecordRef;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.List;

/** The page of an order, with what is wrong about it. */
@Named
@RequestScoped
public class OrderPage {

    @Inject
    private Orders orders;

    @Inject
    private OrderJournal orderJournal;

    @Inject
    private IssueService issueService;

    private long id;
    private Order order;
    private List<Issue> issues;
    private List<String> journal;

    public void load() {
        order = orders.find(id).orElseThrow();
        issues = issueService
                .find(IssueQuery.newest(10).withStatus(IssueStatus.OPEN).withRecord(RecordRef.of(Order.class, id)))
                .items();
        journal = orderJournal.of(id);
    }

    public long getId() {
        return id;
    }

    public void setId(long id) {
        this.id = id;
    }

    public Order getOrder() {
        return order;
    }

    public List<Issue> getIssues() {
        return issues;
    }

    public List<String> getJournal() {
        return journal;
    }
}
