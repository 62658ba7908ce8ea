package dev.tocsin.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueService;
import dev.tocsin.platform.AfterCommit;
import dev.tocsin.platform.Database;
import jakarta.inject.Inject;
import jakarta.transaction.RollbackException;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What belongs together happens together or not at all, whoever's thread it is in. */
abstract class TransactionContract {

    @Inject
    private NightShift night;

    @Inject
    private NightShift.Ledger ledger;

    @Inject
    private IssueService issues;

    @Inject
    private Database database;

    @Inject
    private AfterCommit after;

    @Inject
    private UserTransaction transaction;

    /** A kind of thread. */
    @FunctionalInterface
    interface Place {
        <T> T call(Callable<T> work) throws Exception;
    }

    private Stream<Place> places() {
        return Stream.of(TransactionContract::here, night::asTimer, night::inPool, TransactionContract::inAThread);
    }

    private static <T> T here(Callable<T> work) throws Exception {
        return work.call();
    }

    private static <T> T inAThread(Callable<T> work) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            return thread.submit(work).get();
        } finally {
            thread.shutdownNow();
        }
    }

    private long open() {
        Issue issue = issues.open("Together " + UUID.randomUUID(), null);
        return issue.id();
    }

    private int rename(long issue, String name) {
        return database.update("UPDATE tocsin_issue SET name = ? WHERE id = ?", name, issue);
    }

    private String name(long issue) {
        return issues.find(issue).orElseThrow().name();
    }

    private List<Long> lock(long issue) {
        return database.query("SELECT id FROM tocsin_issue WHERE id = ? FOR UPDATE", row -> row.getLong(1), issue);
    }

    private List<Long> lockIfFree(long issue) {
        return database.query(
                "SELECT id FROM tocsin_issue WHERE id = ? FOR UPDATE SKIP LOCKED", row -> row.getLong(1), issue);
    }

    @Test
    void plainSqlThatComesFirstIsRolledBackWithTheRest() {
        places().forEach(place -> {
            long issue = open();
            String before = name(issue);
            assertThatThrownBy(() -> place.call(() -> ledger.inTransaction(() -> {
                        rename(issue, "Half done");
                        throw new IllegalArgumentException("Not that one");
                    })))
                    .hasStackTraceContaining("IllegalArgumentException: Not that one");
            assertThat(name(issue)).isEqualTo(before);
        });
    }

    @Test
    void aRowThatPlainSqlLocksStaysLockedUntilTheEnd() throws Exception {
        for (Place place : places().toList()) {
            long issue = open();
            List<List<Long>> seen = place.call(() -> ledger.inTransaction(() -> {
                List<Long> mine = lock(issue);
                List<Long> others = ledger.inItsOwn(() -> lockIfFree(issue));
                return List.of(mine, others);
            }));
            assertThat(seen).containsExactly(List.of(issue), List.of());
            assertThat(place.<List<Long>>call(() -> ledger.inTransaction(() -> lockIfFree(issue))))
                    .containsExactly(issue);
        }
    }

    @Test
    void plainSqlSeesWhatIsWrittenInItsTransactionAndNobodyElseDoes() throws Exception {
        for (Place place : places().toList()) {
            List<String> seen = place.call(() -> ledger.inTransaction(() -> {
                Issue issue = issues.openJoiningTransaction("Draft " + UUID.randomUUID(), null, null);
                return List.of(nameInTable(issue.id()), ledger.inItsOwn(() -> nameInTable(issue.id())), issue.name());
            }));
            assertThat(seen.get(0)).isEqualTo(seen.get(2));
            assertThat(seen.get(1)).isEqualTo("nothing");
        }
    }

    private String nameInTable(long issue) {
        return database.query("SELECT name FROM tocsin_issue WHERE id = ?", row -> row.getString(1), issue).stream()
                .findFirst()
                .orElse("nothing");
    }

    @Test
    void whatIsToHappenAfterTheCommitHappensOnceThenAndNotAfterARollback() throws Exception {
        for (Place place : places().toList()) {
            List<String> told = new ArrayList<>();
            place.call(() -> ledger.inTransaction(() -> {
                after.once("a list", () -> told.add("first"));
                after.once("a list", () -> told.add("second"));
                after.once("another", () -> told.add("another"));
                ledger.inItsOwn(() -> {
                    after.once("a list", () -> told.add("inner"));
                    return null;
                });
                assertThat(told).containsExactly("inner");
                return null;
            }));
            assertThat(told).containsExactlyInAnyOrder("inner", "first", "another");

            told.clear();
            assertThatThrownBy(() -> place.call(() -> ledger.inTransaction(() -> {
                        after.once("a list", () -> told.add("rolled back"));
                        throw new IllegalArgumentException("Not that one");
                    })))
                    .hasStackTraceContaining("IllegalArgumentException: Not that one");
            assertThat(told).isEmpty();

            place.call(() -> {
                after.once("a list", () -> told.add("without"));
                return null;
            });
            assertThat(told).containsExactly("without");
        }
    }

    @Test
    void anExceptionThatLeavesTheTransactionAloneKeepsWhatWasWritten() {
        places().forEach(place -> {
            long issue = open();
            assertThatThrownBy(() -> place.call(() -> ledger.kept(() -> {
                        rename(issue, "Kept");
                        throw new UnsupportedOperationException("As agreed");
                    })))
                    .hasStackTraceContaining("UnsupportedOperationException: As agreed");
            assertThat(name(issue)).isEqualTo("Kept");
        });
    }

    @Test
    void aFailureThatIsCaughtInsideIsToldToWhoeverBeganTheTransaction() {
        places().forEach(place -> {
            long issue = open();
            String before = name(issue);
            assertThatThrownBy(() -> place.call(() -> ledger.inItsOwn(() -> {
                        rename(issue, "Lost");
                        try {
                            ledger.inTransaction(() -> {
                                throw new IllegalArgumentException("Swallowed");
                            });
                        } catch (IllegalArgumentException e) {
                            return "all is well";
                        }
                        return "unreached";
                    })))
                    .hasStackTraceContaining(TransactionalException.class.getName())
                    .hasStackTraceContaining(RollbackException.class.getName());
            assertThat(name(issue)).isEqualTo(before);
        });
    }

    @Test
    void theCallersOwnTransactionGoesOnAfterOneInBetween() throws Exception {
        long kept = open();
        long undone = open();
        String before = name(undone);
        transaction.begin();
        rename(undone, "Undone");
        ledger.inItsOwn(() -> rename(kept, "Kept"));
        rename(undone, "Undone twice");
        transaction.rollback();
        assertThat(name(kept)).isEqualTo("Kept");
        assertThat(name(undone)).isEqualTo(before);
    }
}
