package dev.tocsin.container;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.issue.Actor;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueEvents;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.issue.NewIssue;
import dev.tocsin.issue.Occurrence;
import dev.tocsin.issue.Opening;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.responder.ResponderDraft;
import dev.tocsin.responder.ResponderService;
import jakarta.inject.Inject;
import jakarta.transaction.UserTransaction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What those are promised who open issues at the same moment. */
abstract class StormContract extends TransactionContract {

    private static final int THREADS = 16;

    @Inject
    private IssueService issues;

    @Inject
    private ResponderService responders;

    @Inject
    private Database database;

    @Inject
    private Observer observer;

    @Inject
    private UserTransaction transaction;

    private static String unique(String what) {
        return what + " " + UUID.randomUUID();
    }

    private static <T> List<T> fromManyThreads(int calls, IntFunction<T> call) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(IntStream.range(0, calls)
                    .<Callable<T>>mapToObj(i -> () -> call.apply(i))
                    .toList())) {
                results.add(result.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }

    private List<Issue> named(String name) {
        return issues.find(IssueQuery.newest(10).withName(name)).items();
    }

    /** As the database has it, whatever this node has counted beside it. */
    private long stored(String name) {
        return database.query("SELECT SUM(occurrences) FROM tocsin_issue WHERE name = ?", row -> row.getLong(1), name)
                .get(0);
    }

    @Test
    void aStormIsCountedToItsLastOccurrence() throws Exception {
        String name = unique("Storm");
        List<Occurrence> all = fromManyThreads(5000, i -> issues.openOnce(name, Map.of("i", i)));
        assertThat(all.stream().filter(Occurrence::created)).hasSize(1);
        assertThat(all.stream().map(one -> one.counted().id()).distinct()).hasSize(1);
        assertThat(named(name))
                .singleElement()
                .satisfies(issue -> assertThat(issue.occurrences()).isEqualTo(5000));
        assertThat(stored(name)).isEqualTo(5000);
    }

    @Test
    void aStormIsWrittenThoughNobodyAsksForIt() throws Exception {
        String name = unique("Storm that ends");
        fromManyThreads(300, i -> issues.openOnce(name, null));
        await().atMost(30, SECONDS)
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(() -> assertThat(stored(name)).isEqualTo(300));
    }

    @Test
    void anIssueThatIsResolvedInAStormIsNotSeenAgain() throws Exception {
        String name = unique("Storm with an end");
        fromManyThreads(200, i -> issues.openOnce(name, null));
        Issue first = named(name).get(0);
        issues.resolve(first.id(), "over");
        Occurrence next = issues.openOnce(name, null);
        assertThat(next.created()).isTrue();
        assertThat(issues.find(first.id()).orElseThrow().status()).isEqualTo(IssueStatus.RESOLVED);
        assertThat(stored(name)).isEqualTo(201);
        fromManyThreads(100, i -> issues.openOnce(name, null));
        assertThat(issues.find(next.counted().id()).orElseThrow().occurrences()).isEqualTo(101);
        assertThat(issues.find(first.id()).orElseThrow().occurrences()).isEqualTo(200);
    }

    @Test
    void whatComesAfterAnotherNodeHasResolvedTheIssueOpensANewOne() throws Exception {
        String name = unique("Storm on two nodes");
        fromManyThreads(200, i -> issues.openOnce(name, null));
        long first = named(name).get(0).id();
        database.update(
                "UPDATE tocsin_issue SET status = 'RESOLVED', once_key = NULL, resolved_at = last_seen_at WHERE id = ?",
                first);
        List<Occurrence> later = fromManyThreads(200, i -> issues.openOnce(name, null));
        assertThat(later).hasSize(200);
        List<Issue> all = named(name);
        assertThat(all).hasSize(2);
        assertThat(all).filteredOn(Issue::isOpen).hasSize(1);
        assertThat(all.stream().mapToLong(Issue::occurrences).sum()).isEqualTo(400);
    }

    @Test
    void aStormOfWhatIsWontFixIsSuppressedAndCounted() throws Exception {
        String name = unique("Known storm");
        Issue issue = issues.open(name, null);
        issues.wontFix(issue.id(), "known");
        List<Occurrence> all = fromManyThreads(500, i -> issues.openOnce(name, null));
        assertThat(all).allSatisfy(one -> assertThat(one.suppressed()).isTrue());
        assertThat(issues.find(issue.id()).orElseThrow().occurrences()).isEqualTo(501);
        issues.reopen(issue.id(), "after all");
        assertThat(issues.openOnce(name, null).outcome()).isEqualTo(Occurrence.Outcome.ALREADY_OPEN);
    }

    @Test
    void whoOpensAtTheSameMomentDoesNotSufferFromAnothersObserver() throws Exception {
        String bad = unique(Observer.FAILS_ON);
        String good = unique("Good company");
        List<Issue> opened = fromManyThreads(320, i -> issues.open(i % 40 == 7 ? bad : good, Map.of("i", i)));
        assertThat(opened.stream().map(Issue::id).distinct()).hasSize(320);
        assertThat(opened)
                .allSatisfy(issue -> assertThat(issues.find(issue.id()))
                        .get()
                        .extracting(Issue::details)
                        .isEqualTo(issue.details()));
        List<Long> heard = observer.afterwards().stream()
                .map(IssueEvents.Opened.class::cast)
                .filter(event -> event.name().equals(good))
                .map(IssueEvents.Opened::id)
                .toList();
        assertThat(heard)
                .containsExactlyInAnyOrderElementsOf(opened.stream()
                        .filter(issue -> issue.name().equals(good))
                        .map(Issue::id)
                        .toList());
    }

    /** A database would end one of two that wait for each other: PostgreSQL after a second in which both stand still. */
    @Test
    void thoseWhoCloseIssuesAndThoseWhoChangeTheirResponderDoNotWaitForEachOther() throws Exception {
        String name = unique("Shared");
        List<Long> watching = IntStream.range(0, 2)
                .mapToObj(i -> responders
                        .create(ResponderDraft.watching(name)
                                .then("record", Map.of("label", "now"), 0)
                                .then("record", Map.of("label", "soon"), 3600)
                                .then("record", Map.of("label", "sooner"), 1800))
                        .id())
                .toList();
        List<Long> ids =
                issues
                        .openAll(Collections.nCopies(600, Opening.always(NewIssue.of(name, null, null))), Actor.CODE)
                        .stream()
                        .map(occurrence -> occurrence.counted().id())
                        .toList();
        fromManyThreads(80, i -> {
            if (i % 4 == 0) {
                return switchTogether(watching, i % 8 != 0);
            }
            List<Long> some = new ArrayList<>(ids);
            Collections.shuffle(some, new Random(i));
            return issues.resolveEach(some.subList(0, 30), "over", Actor.CODE);
        });
        assertThat(database.query(
                        "SELECT COUNT(*) FROM tocsin_issue_action a JOIN tocsin_issue i ON i.id = a.issue_id"
                                + " WHERE i.name = ? AND i.status = 'RESOLVED' AND a.state = 'PLANNED'",
                        row -> row.getLong(1),
                        name))
                .containsExactly(0L);
        assertNobodyHasWaitedInACircle();
    }

    @Test
    void thoseWhoOpenTheSameIssuesAndThoseWhoCloseThemDoNotWaitForEachOther() throws Exception {
        String prefix = unique("Contended");
        List<NewIssue> wanted = IntStream.range(0, 12)
                .mapToObj(i -> NewIssue.of(prefix + " " + i, null, null))
                .toList();
        long responder = responders
                .create(ResponderDraft.watching(prefix + ".*").then("record", Map.of("label", "soon"), 3600))
                .id();
        List<Integer> came = fromManyThreads(320, i -> {
            Random random = new Random(i);
            switch (i % 8) {
                case 0 -> {
                    return responders.switchTo(responder, i % 16 != 0).actions().size();
                }
                case 1, 2 -> {
                    List<Long> open = database.query(
                            "SELECT id FROM tocsin_issue WHERE status = 'OPEN' AND name LIKE ?",
                            row -> row.getLong("id"),
                            prefix + "%");
                    Collections.shuffle(open, random);
                    return issues.resolveEach(open.subList(0, open.size() / 2), "over", Actor.CODE);
                }
                default -> {
                    List<Opening> some =
                            new ArrayList<>(wanted.stream().map(Opening::once).toList());
                    Collections.shuffle(some, random);
                    return issues.openAll(some.subList(0, 9), Actor.CODE).size();
                }
            }
        });
        assertThat(came).hasSize(320);
        assertThat(database.query(
                        "SELECT name FROM tocsin_issue WHERE status = 'OPEN' AND name LIKE ? GROUP BY name HAVING COUNT(*) > 1",
                        row -> row.getString("name"),
                        prefix + "%"))
                .isEmpty();
        assertThat(database.query(
                        "SELECT SUM(occurrences) FROM tocsin_issue WHERE name LIKE ?",
                        row -> row.getLong(1),
                        prefix + "%"))
                .containsExactly(200L * 9);
        assertNobodyHasWaitedInACircle();
    }

    @Test
    void whoChangesTwoRespondersDoesNotWaitForWhoClosesTheirIssue() throws Exception {
        String name = unique("Held by two");
        ResponderDraft later = ResponderDraft.watching(name).then("record", Map.of("label", "later"), 3600);
        long first = responders.create(later).id();
        long second = responders.create(later).id();
        Issue issue = issues.open(name, null);
        ExecutorService others = Executors.newSingleThreadExecutor();
        transaction.begin();
        try {
            responders.switchTo(second, false);
            Future<Issue> closed = others.submit(() -> issues.resolve(issue.id(), "over"));
            await().atMost(30, SECONDS).until(this::somebodyWaits);
            responders.switchTo(first, false);
            transaction.commit();
            assertThat(closed.get(30, SECONDS).status()).isEqualTo(IssueStatus.RESOLVED);
        } finally {
            others.shutdownNow();
        }
        assertThat(database.query(
                        "SELECT DISTINCT state FROM tocsin_issue_action WHERE issue_id = ?",
                        row -> row.getString("state"),
                        issue.id()))
                .containsExactly("CANCELLED");
    }

    private boolean somebodyWaits() {
        String waiting = database.dialect() == Dialect.POSTGRESQL
                ? "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
                : "SELECT 1 FROM INFORMATION_SCHEMA.SESSIONS WHERE BLOCKER_ID IS NOT NULL";
        return !database.query(waiting, row -> 0).isEmpty();
    }

    /** As a file of responders does when an application starts. */
    private int switchTogether(List<Long> responderIds, boolean on) {
        try {
            transaction.begin();
            try {
                responderIds.forEach(id -> responders.switchTo(id, on));
            } finally {
                transaction.commit();
            }
            return responderIds.size();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void assertNobodyHasWaitedInACircle() {
        if (database.dialect() == Dialect.POSTGRESQL) {
            assertThat(database.query(
                            "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()",
                            row -> row.getLong(1)))
                    .containsExactly(0L);
        }
    }

    @Test
    void aCallerInATransactionDoesNotWaitForThoseWhoWaitForIt() throws Exception {
        String name = unique("Held");
        ExecutorService others = Executors.newFixedThreadPool(THREADS);
        transaction.begin();
        try {
            assertThat(issues.openOnceJoiningTransaction(name, null, null).created())
                    .isTrue();
            List<Future<Occurrence>> waiting = IntStream.range(0, THREADS)
                    .mapToObj(i -> others.submit(() -> issues.openOnce(name, null)))
                    .toList();
            Issue other = issues.open(unique("Not held"), null);
            assertThat(other.isOpen()).isTrue();
            transaction.commit();
            for (Future<Occurrence> one : waiting) {
                assertThat(one.get(30, SECONDS).created()).isFalse();
            }
        } finally {
            others.shutdownNow();
        }
        assertThat(named(name))
                .singleElement()
                .satisfies(issue -> assertThat(issue.occurrences()).isEqualTo(THREADS + 1));
    }
}
