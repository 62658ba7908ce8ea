package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.issue.Actor;
import dev.tocsin.issue.IssueEvents;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.NodeName;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is done about the actions of an issue in the transaction that closes it. */
class IssueWasClosedTest {

    private final NodeName node = new NodeName();
    private final List<String> told = new ArrayList<>();
    private final List<Synchronization> synchronizations = new ArrayList<>();

    /** Says what it is told. */
    private final class Told extends Dispatcher {
        @Override
        void hold(long issueId) {
            told.add("hold " + issueId);
        }

        @Override
        void drop(long issueId) {
            told.add("drop " + issueId);
        }

        @Override
        void release(long issueId) {
            told.add("release " + issueId);
        }
    }

    private IssueWasClosed on(ActionTable table) {
        ActionPlanner planner = new ActionPlanner(table.database(), null, Clock.systemUTC(), null, null);
        IssueWasClosed observer = new IssueWasClosed(planner, new Told(), node);
        observer.transaction = transaction();
        return observer;
    }

    private TransactionSynchronizationRegistry transaction() {
        Map<Object, Object> resources = new HashMap<>();
        return (TransactionSynchronizationRegistry) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {TransactionSynchronizationRegistry.class},
                (proxy, method, values) -> {
                    switch (method.getName()) {
                        case "registerInterposedSynchronization" -> synchronizations.add((Synchronization) values[0]);
                        case "putResource" -> resources.put(values[0], values[1]);
                        case "getResource" -> {
                            return resources.get(values[0]);
                        }
                        default -> throw new UnsupportedOperationException(method.getName());
                    }
                    return null;
                });
    }

    private static IssueEvents.Closed closed() {
        return new IssueEvents.Closed(1, "one", null, ActionTable.NOW, IssueStatus.RESOLVED, Actor.CODE, null);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsPlannedIsCancelledAndWhatRunsIsLeft(Dialect dialect) {
        ActionTable table = ActionTable.on(dialect);
        table.planned(1, "email", 101, 3);
        table.running(102, node.text());

        on(table).cancelPlanned(closed());

        assertThat(table.database().query("SELECT state FROM tocsin_issue_action ORDER BY id", row -> row.getString(1)))
                .containsExactly("CANCELLED", "RUNNING", "CANCELLED");
        assertThat(told).containsExactly("hold 1");
    }

    /** It may have been claimed by the other node just now, which then need not ask whether the issue is open. */
    @Test
    void theCommitWaitsForWhatAnotherNodeMayBeAboutToBegin() {
        ActionTable table = ActionTable.on(Dialect.H2);
        table.planned(1, "email", 101, 2);
        table.running(102, "another node");
        long before = System.nanoTime();

        on(table).cancelPlanned(closed());
        synchronizations.forEach(Synchronization::beforeCompletion);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(StillOpen.CLOSING_WAITS);
        synchronizations.forEach(one -> one.afterCompletion(Status.STATUS_COMMITTED));
        assertThat(told).containsExactly("hold 1", "drop 1");
    }

    @Test
    void whatWasHeldBackGoesOnIfTheTransactionIsRolledBack() {
        on(ActionTable.on(Dialect.H2)).cancelPlanned(closed());

        synchronizations.forEach(one -> one.afterCompletion(Status.STATUS_ROLLEDBACK));

        assertThat(told).containsExactly("hold 1", "release 1");
    }
}
