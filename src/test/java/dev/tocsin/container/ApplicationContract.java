package dev.tocsin.container;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.assertion.AssertionService;
import dev.tocsin.assertion.AssertionState;
import dev.tocsin.dispatch.Dispatcher;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.issue.Actor;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueEvents;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.issue.NewIssue;
import dev.tocsin.issue.Occurrence;
import dev.tocsin.issue.Opening;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.job.Job;
import dev.tocsin.job.JobStatus;
import dev.tocsin.job.Jobs;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Settings;
import dev.tocsin.responder.OpenIssueJob;
import dev.tocsin.responder.Responder;
import dev.tocsin.responder.ResponderAction;
import dev.tocsin.responder.ResponderDraft;
import dev.tocsin.responder.ResponderFile;
import dev.tocsin.responder.ResponderFiles;
import dev.tocsin.responder.ResponderJson;
import dev.tocsin.responder.ResponderService;
import dev.tocsin.retention.Retention;
import dev.tocsin.retention.RetentionState;
import jakarta.annotation.Resource;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What an application is promised that injects Tocsin's beans; a subclass for each database. */
@ArquillianTest
abstract class ApplicationContract extends StormContract {

    @Inject
    private IssueService issues;

    @Inject
    private ResponderService responders;

    @Inject
    private ResponderJson responderJson;

    @Inject
    private ResponderFiles files;

    @Inject
    private Database database;

    @Inject
    private IssueActions actions;

    @Inject
    private Dispatcher dispatcher;

    @Inject
    private Recorder recorder;

    @Inject
    private Observer observer;

    @Inject
    private Settings settings;

    @Inject
    private Till till;

    @Inject
    private AssertionService assertions;

    @Inject
    private Jobs jobs;

    @Inject
    private OpenIssueJob pass;

    @Inject
    private Retention retention;

    @Inject
    private UserTransaction transaction;

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Inject
    private Clock clock;

    private static String unique(String what) {
        return what + " " + UUID.randomUUID();
    }

    private List<IssueActionState> states(long issueId) {
        return actions.ofIssue(issueId).stream().map(IssueAction::state).toList();
    }

    private void moveClock(Duration by) {
        MovableClock.move(by);
        dispatcher.wakeNow();
    }

    @Test
    void anIssueStaysWhenTheCallersTransactionRollsBack() throws Exception {
        transaction.begin();
        Issue stays = issues.open(unique("Stays"), Map.of("order", 17));
        Issue goes = issues.openJoiningTransaction(unique("Goes"), null, null);
        Occurrence goesToo = issues.openOnceJoiningTransaction(unique("Goes too"), null, null);
        assertThat(goesToo.created()).isTrue();
        transaction.rollback();

        assertThat(issues.find(stays.id())).isPresent();
        assertThat(issues.find(goes.id())).isEmpty();
        assertThat(issues.find(goesToo.counted().id())).isEmpty();
        assertThatThrownBy(() -> issues.openJoiningTransaction("No transaction", null, null))
                .isInstanceOf(TransactionalException.class);
    }

    @Test
    void anIssueAndWhatIsPlannedForItAreCommittedTogetherOrNotAtAll() throws Exception {
        String name = unique("Together");
        responders.create(ResponderDraft.watching(name).then("record", Map.of("label", "x"), 3600));
        transaction.begin();
        Issue goes = issues.openJoiningTransaction(name, null, null);
        assertThat(states(goes.id())).containsExactly(IssueActionState.PLANNED);
        transaction.rollback();
        assertThat(states(goes.id())).isEmpty();

        transaction.begin();
        Issue stays = issues.openJoiningTransaction(name, null, null);
        transaction.commit();
        assertThat(states(stays.id())).containsExactly(IssueActionState.PLANNED);

        transaction.begin();
        issues.resolve(stays.id(), "it seems");
        transaction.rollback();
        assertThat(states(stays.id())).containsExactly(IssueActionState.PLANNED);
        assertThat(issues.find(stays.id()).orElseThrow().status()).isEqualTo(IssueStatus.OPEN);
    }

    @Test
    void badArgumentsAreRefusedBeforeAnythingIsWrittenAndLeaveTheTransactionAlone() throws Exception {
        transaction.begin();
        assertThatThrownBy(() -> issues.open(" ", null)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> issues.open("a\u0000", null)).isInstanceOf(InvalidInput.class);
        assertThatThrownBy(() -> issues.openJoiningTransaction("a".repeat(501), null, null))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("501 characters; the limit is 500");
        assertThatThrownBy(() -> issues.resolve(Long.MAX_VALUE, null)).hasMessageContaining("There is no issue");
        Issue issue = issues.openJoiningTransaction(unique("After all"), null, null);
        transaction.commit();
        assertThat(issues.find(issue.id())).isPresent();
    }

    @Test
    void fiftyThreadsThatOpenOnceLeaveOneIssueAndTheExactCount() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(50);
        try {
            for (int round = 0; round < 20; round++) {
                String name = unique("Once");
                RecordRef record = RecordRef.of("Order", round);
                List<Callable<Occurrence>> calls = IntStream.range(0, 50)
                        .<Callable<Occurrence>>mapToObj(i -> () -> issues.openOnce(name, Map.of("i", i), record))
                        .toList();
                List<Occurrence> occurrences = new ArrayList<>();
                for (Future<Occurrence> call : threads.invokeAll(calls)) {
                    occurrences.add(call.get());
                }
                assertThat(occurrences.stream().filter(Occurrence::created)).hasSize(1);
                List<Issue> open =
                        issues.find(IssueQuery.newest(10).withName(name)).items();
                assertThat(open).hasSize(1);
                assertThat(open.get(0).occurrences()).isEqualTo(50);
                assertThat(issues.resolveAll(name, record, "enough")).isEqualTo(1);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void theSameNameAboutAnotherRecordIsAnotherIssue() {
        String name = unique("Has no customer");
        Issue first =
                issues.openOnce(name, null, RecordRef.of("Order", 1)).issue().orElseThrow();
        Issue second =
                issues.openOnce(name, null, RecordRef.of("Order", 2)).issue().orElseThrow();
        Issue none = issues.openOnce(name, null).issue().orElseThrow();
        assertThat(Stream.of(first, second, none).map(Issue::id).distinct()).hasSize(3);
        assertThat(issues.resolveAll(name, RecordRef.of("Order", 2), null)).isEqualTo(1);
        assertThat(issues.find(first.id()).orElseThrow().isOpen()).isTrue();
        assertThat(issues.find(none.id()).orElseThrow().isOpen()).isTrue();
        Issue reopened =
                issues.reopenNewest(name, RecordRef.of("Order", 2), "again").orElseThrow();
        assertThat(reopened.id()).isEqualTo(second.id());
        assertThat(issues.find(second.id()).orElseThrow().resolvedAt()).isEmpty();
    }

    @Test
    void theSeedsResponderSendsItsMailsWhenTheyAreDue() throws Exception {
        ServerSetup setup = new ServerSetup(settings.mailPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP);
        setup.setServerStartupTimeout(60_000);
        GreenMail mail = new GreenMail(setup);
        mail.start();
        try {
            responders.create(Json.parse("""
                    {"watch_pattern": "That 'impossible' edge case finally happened...",
                     "actions": [
                       {"target_function": "issue.actions.email",
                        "function_kwargs": {"subject": "Doh!", "recipients": "john.smith@example.com"},
                        "delay_sec": 30},
                       {"target_function": "issue.actions.email",
                        "function_kwargs": {"subject": "Doh-2!", "recipients": "john.smith-boss@example.com"},
                        "delay_sec": 1800}]}
                    """));
            Issue stays = issues.open("That 'impossible' edge case finally happened...", "no such order");
            Issue resolved = issues.open("That 'impossible' edge case finally happened... too", null);
            moveClock(Duration.ofSeconds(5));
            assertThat(states(stays.id())).containsExactly(IssueActionState.PLANNED, IssueActionState.PLANNED);
            assertThat(mail.getReceivedMessages()).isEmpty();

            moveClock(Duration.ofSeconds(26));
            await().atMost(20, SECONDS).until(() -> mail.getReceivedMessages().length == 2);
            assertThat(subjects(mail)).containsExactly("Doh!", "Doh!");
            // Put forward while it runs, the clock would end it.
            for (Issue issue : List.of(stays, resolved)) {
                await().atMost(20, SECONDS).until(() -> states(issue.id()).get(0) == IssueActionState.SUCCEEDED);
            }

            issues.resolve(resolved.id(), "repaired");
            moveClock(Duration.ofSeconds(1800));
            await().atMost(20, SECONDS).until(() -> mail.getReceivedMessages().length == 3);
            await().atMost(20, SECONDS)
                    .until(() ->
                            states(stays.id()).equals(List.of(IssueActionState.SUCCEEDED, IssueActionState.SUCCEEDED)));
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(states(resolved.id()))
                            .containsExactly(IssueActionState.SUCCEEDED, IssueActionState.CANCELLED));

            issues.reopen(resolved.id(), "not at all");
            assertThat(states(resolved.id()))
                    .containsExactly(IssueActionState.SUCCEEDED, IssueActionState.CANCELLED, IssueActionState.PLANNED);
            moveClock(Duration.ofSeconds(1801));
            await().atMost(20, SECONDS).until(() -> mail.getReceivedMessages().length == 4);
            assertThat(subjects(mail)).containsExactly("Doh!", "Doh!", "Doh-2!", "Doh-2!");
        } finally {
            mail.stop();
        }
    }

    private static List<String> subjects(GreenMail mail) throws MessagingException {
        List<String> subjects = new ArrayList<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            subjects.add(message.getSubject());
        }
        return subjects;
    }

    @Test
    void whatOneResponderDoesStartsInOrder() {
        String name = unique("In order");
        responders.create(ResponderDraft.watching(name)
                .then("record", Map.of("label", "last"), 1)
                .then("record", Map.of("label", "first"))
                .then("record", Map.of("label", "second"))
                .then("record", Map.of("label", "third")));
        List<Issue> opened =
                IntStream.range(0, 50).mapToObj(i -> issues.open(name, null)).toList();
        for (Issue issue : opened) {
            await().atMost(30, SECONDS)
                    .pollDelay(Duration.ZERO)
                    .until(() -> recorder.labels(issue.id()).size() == 4);
            assertThat(recorder.labels(issue.id())).containsExactly("first", "second", "third", "last");
        }
    }

    /** An issue, and a moment when its resolve had committed. */
    private record Resolved(long issueId, Instant committed) {}

    @Test
    void noActionStartsOnceAResolveHasCommitted() throws Exception {
        String name = unique("Race");
        responders.create(ResponderDraft.watching(name).then("record", Map.of("label", "raced")));
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Resolved>> races = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                races.add(threads.submit(() -> {
                    Issue issue = issues.open(name, null);
                    issues.resolve(issue.id(), "at once");
                    return new Resolved(issue.id(), clock.instant());
                }));
            }
            int started = 0;
            for (Future<Resolved> race : races) {
                long id = race.get().issueId();
                await().atMost(20, SECONDS)
                        .pollDelay(Duration.ZERO)
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> states(id).get(0).ended());
                assertThat(recorder.of(id))
                        .allSatisfy(entry -> assertThat(entry.startedAt())
                                .isBeforeOrEqualTo(race.get().committed()));
                boolean ran = !recorder.of(id).isEmpty();
                assertThat(states(id)).containsExactly(ran ? IssueActionState.SUCCEEDED : IssueActionState.CANCELLED);
                started += ran ? 1 : 0;
            }
            assertThat(started).as("races that the action won").isBetween(0, 500);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void observersHearOfWhatIsCommittedAndOneThatFailsKeepsNothingFromBeingRecorded() {
        Issue issue = issues.open(unique("Heard"), null);
        issues.resolve(issue.id(), "heard");
        assertThat(observer.inTransaction())
                .anyMatch(event -> event instanceof IssueEvents.Opened opened && opened.id() == issue.id());
        assertThat(observer.inTransaction())
                .anyMatch(event -> event instanceof IssueEvents.Closed closed
                        && closed.id() == issue.id()
                        && closed.status() == IssueStatus.RESOLVED);
        assertThat(observer.afterwards())
                .anyMatch(event -> event instanceof IssueEvents.Opened opened && opened.id() == issue.id());

        String name = unique(Observer.FAILS_ON);
        responders.create(ResponderDraft.watching(name).then("record", Map.of("label", "swept")));
        Issue kept = issues.open(name, Map.of("kept", true));
        assertThat(issues.find(kept.id())).isPresent();
        await().atMost(20, SECONDS).until(() -> recorder.labels(kept.id()).equals(List.of("swept")));
    }

    @Test
    void everyChangeOfStatusIsKept() {
        Issue issue = issues.open(unique("Kept"), null);
        issues.resolve(issue.id(), "first");
        issues.reopen(issue.id(), "second");
        issues.wontFix(issue.id(), "third");
        assertThat(issues.history(issue.id()))
                .extracting(change ->
                        change.to() + " " + change.by() + " " + change.reason().orElse("-"))
                .containsExactly("OPEN code -", "RESOLVED code first", "OPEN code second", "WONT_FIX code third");
        assertThat(issues.openOnce(issue.name(), null).suppressed()).isTrue();
        assertThatThrownBy(() -> issues.resolve(issue.id(), null)).hasMessageContaining("cannot become resolved");
    }

    @Test
    void aDraftIsCheckedAsItsJsonIs() {
        assertThatThrownBy(() -> responders.create(ResponderDraft.watching("a(b")
                        .then("email", Map.of("recipients", "nobody"))
                        .then("nothing", Map.of(), -1)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("watch_pattern")
                .hasMessageContaining("actions[0].function_kwargs.recipients")
                .hasMessageContaining("actions[1].target_function")
                .hasMessageContaining("actions[1].delay_sec");
        assertThatThrownBy(() -> responderJson.read(Json.parse("[]"))).isInstanceOf(InvalidInput.class);
    }

    /** Loads what the application ships, and these. */
    private void load(String... entries) {
        files.load(List.of(
                new ResponderFile("its own", Application.SHIPPED),
                new ResponderFile("a library's", Application.SHIPPED_IN_A_LIBRARY),
                new ResponderFile("the test's", "[" + String.join(",", entries) + "]")));
    }

    private static String entry(String name, String fields) {
        return "{\"name\": \"" + name + "\", \"watch_pattern\": \"" + name + "\", " + fields + "}";
    }

    private static String recording(String label, int delay) {
        return "{\"target_function\": \"record\", \"function_kwargs\": {\"label\": \"" + label + "\"}, \"delay_sec\": "
                + delay + "}";
    }

    private Responder named(String name) {
        return responders.find(name).orElseThrow();
    }

    private long revision() {
        return database.query("SELECT revision FROM tocsin_responder_revision", row -> row.getLong(1))
                .get(0);
    }

    private List<String> targets(Responder responder) {
        return responder.actions().stream().map(ResponderAction::targetFunction).toList();
    }

    @Test
    void whatTheApplicationShipsIsInForceWhenItIsReady() {
        assertThat(named("Shipped").enabled()).isTrue();
        Issue issue = issues.open(unique("Shipped with the application"), null);
        assertThat(states(issue.id())).hasSize(2);
        await().atMost(20, SECONDS)
                .untilAsserted(
                        () -> assertThat(recorder.labels(issue.id())).containsExactlyInAnyOrder("shipped", "library"));
        assertThat(responders.find("No such name")).isEmpty();
    }

    @Test
    void loadingAgainChangesNothing() {
        String name = unique("Loaded");
        load(entry(name, "\"actions\": [" + recording("x", 0) + "]"));
        long version = named(name).version();
        long shipped = named("Shipped").version();
        long revision = revision();

        load("{\"actions\": [{\"function_kwargs\": {\"label\": \"x\"}, \"target_function\": \"record\"}],"
                + " \"watch_pattern\": \"" + name + "\", \"enabled\": true, \"name\": \"" + name + "\"}");

        assertThat(named(name).version()).isEqualTo(version);
        assertThat(named("Shipped").version()).isEqualTo(shipped);
        assertThat(revision()).isEqualTo(revision);
    }

    @Test
    void anEntryThatHasChangedChangesItsResponder() {
        String name = unique("Changed");
        load(entry(name, "\"actions\": [" + recording("stays", 0) + "," + recording("goes", 3600) + "]"));
        Responder before = named(name);
        await().atMost(20, SECONDS).until(() -> {
            Issue issue = issues.open(name, null);
            return states(issue.id()).size() == 2;
        });
        long issue =
                issues.find(IssueQuery.newest(1).withName(name)).items().get(0).id();
        await().atMost(20, SECONDS).until(() -> recorder.labels(issue).equals(List.of("stays")));

        load(entry(
                name,
                "\"allow_retry\": true, \"actions\": [" + recording("comes", 0) + "," + recording("stays", 0) + "]"));

        Responder after = named(name);
        assertThat(after.id()).isEqualTo(before.id());
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.allowRetry()).isTrue();
        assertThat(after.actions().get(1).id())
                .isEqualTo(before.actions().get(0).id());
        await().atMost(20, SECONDS).until(() -> recorder.labels(issue).equals(List.of("stays", "comes")));
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(states(issue))
                        .containsExactlyInAnyOrder(
                                IssueActionState.SUCCEEDED, IssueActionState.CANCELLED, IssueActionState.SUCCEEDED));
    }

    @Test
    void whatAnAdminChangedStaysUntilItsEntryChanges() {
        String name = unique("Admin");
        String entry = entry(name, "\"actions\": [" + recording("x", 0) + "]");
        load(entry);
        Responder loaded = named(name);
        responders.update(
                loaded.id(),
                loaded.version(),
                ResponderDraft.watching(name).named(name).then("log", Map.of()));

        load(entry);
        assertThat(targets(named(name))).containsExactly("log");

        load(entry(name, "\"actions\": [" + recording("y", 0) + "]"));
        assertThat(targets(named(name))).containsExactly("record");
        assertThat(named(name).id()).isEqualTo(loaded.id());

        assertThatThrownBy(() -> responders.update(loaded.id(), null, ResponderDraft.watching(name)))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("name: is null;")
                .hasMessageContaining("META-INF/tocsin/responders.json");
    }

    @Test
    void whatLeftTheFileIsDisabledOnceAndComesBackWithIt() {
        String name = unique("Left");
        String entry = entry(name, "\"actions\": [" + recording("x", 3600) + "]");
        load(entry);
        await().atMost(20, SECONDS).until(() -> {
            Issue issue = issues.open(name, null);
            return states(issue.id()).equals(List.of(IssueActionState.PLANNED));
        });
        long issue =
                issues.find(IssueQuery.newest(1).withName(name)).items().get(0).id();

        load();
        Responder left = named(name);
        assertThat(left.enabled()).isFalse();
        assertThat(left.actions()).hasSize(1);
        assertThat(states(issue)).containsExactly(IssueActionState.CANCELLED);

        responders.update(
                left.id(), null, ResponderDraft.watching(name).named(name).then("log", Map.of()));
        load();
        assertThat(named(name).enabled()).isTrue();
        responders.update(
                left.id(), null, ResponderDraft.watching(name).named(name).disabled());

        load(entry);
        assertThat(named(name).id()).isEqualTo(left.id());
        assertThat(named(name).enabled()).isTrue();
        assertThat(targets(named(name))).containsExactly("record");
    }

    @Test
    void aResponderThatHasTheNameIsTakenOver() {
        String name = unique("Taken over");
        Responder byHand = responders.create(
                ResponderDraft.watching("Something else").named(name).disabled());

        load(entry(name, "\"actions\": []"));

        assertThat(named(name).id()).isEqualTo(byHand.id());
        assertThat(named(name).watchPattern()).isEqualTo(name);
        assertThat(named(name).enabled()).isTrue();
        load();
        assertThat(named(name).enabled()).isFalse();
    }

    @Test
    void filesWithAFaultAreRefusedAsAWhole() {
        String good = unique("Good");
        long revision = revision();
        assertThatThrownBy(() -> load(
                        entry(good, "\"actions\": []"),
                        entry("Shipped", "\"actions\": [{\"target_function\": \"none\"}]"),
                        "{\"watch_pattern\": \"a(b\"}"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("the test's: [1].name: is \"Shipped\", as that of [0] in its own is;")
                .hasMessageContaining("[1].actions[0].target_function: is \"none\"; there is no such action")
                .hasMessageContaining("[2].name: is missing")
                .hasMessageContaining("[2].watch_pattern: is \"a(b\", which is not a pattern");
        assertThat(responders.find(good)).isEmpty();
        assertThat(revision()).isEqualTo(revision);
    }

    @Test
    void nodesThatStartAtOnceLoadOnce() throws Exception {
        ExecutorService nodes = Executors.newFixedThreadPool(8);
        try {
            for (int round = 0; round < 10; round++) {
                String name = unique("At once");
                Responder other =
                        responders.create(ResponderDraft.watching(name).named(name + " too"));
                List<Callable<Void>> calls = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    calls.add(() -> {
                        load(entry(name, "\"actions\": []"), entry(name + " too", "\"actions\": []"));
                        return null;
                    });
                    calls.add(() -> {
                        responders.update(
                                other.id(), null, ResponderDraft.watching(name).named(name + " too"));
                        return null;
                    });
                }
                for (Future<Void> call : nodes.invokeAll(calls)) {
                    call.get();
                }
                assertThat(named(name).version()).isEqualTo(1);
            }
        } finally {
            nodes.shutdownNow();
        }
    }

    @Test
    void aNameIsGivenOnce() throws Exception {
        String name = unique("Named");
        Responder first = responders.create(ResponderDraft.watching("Named").named(name));
        Responder second = responders.create(ResponderDraft.watching("Named"));
        assertThat(first.name()).contains(name);
        assertThat(second.name()).isEmpty();

        transaction.begin();
        assertThatThrownBy(
                        () -> responders.create(ResponderDraft.watching("Named").named(name)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("name: is \"" + name + "\", as that of responder " + first.id()
                        + " is; choose another, or change that one");
        assertThatThrownBy(() -> responders.update(
                        second.id(), null, ResponderDraft.watching("Named").named(name)))
                .isInstanceOf(InvalidInput.class);
        transaction.commit();

        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            String wanted = unique("Wanted by many");
            List<Callable<Boolean>> calls = IntStream.range(0, 8)
                    .<Callable<Boolean>>mapToObj(i -> () -> {
                        try {
                            responders.create(ResponderDraft.watching("Named").named(wanted));
                            return true;
                        } catch (InvalidInput e) {
                            return false;
                        }
                    })
                    .toList();
            int made = 0;
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                made += call.get() ? 1 : 0;
            }
            assertThat(made).isEqualTo(1);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void anExceptionThatLeavesABeanOpensOneIssueAndGoesOnItsWay() {
        IllegalStateException failure = new IllegalStateException("no coins");
        assertThatThrownBy(() -> till.pay(failure, "12.50")).isSameAs(failure);
        Issue issue = only("IllegalStateException in Drawer.open");
        assertThat(issue.details().asJsonObject().getString("message")).isEqualTo("no coins");
        assertThat(issue.details().asJsonObject().getString("stack_trace")).contains("ApplicationContract");
        assertThat(issues.find(IssueQuery.newest(10).withName("The till is stuck: IllegalStateException"))
                        .items())
                .isEmpty();

        assertThatThrownBy(() -> till.pay(new IllegalStateException("no coins again"), "1"));
        assertThat(only("IllegalStateException in Drawer.open").occurrences()).isEqualTo(2);
        assertThatThrownBy(() -> till.pay(failure, "12.50"))
                .as("the very same once more")
                .isSameAs(failure);
        assertThat(only("IllegalStateException in Drawer.open").occurrences()).isEqualTo(3);
    }

    @Test
    void aLogRecordOpensAnIssueNamedByItsPattern() {
        java.util.logging.Logger logger = java.util.logging.Logger.getLogger("shop.orders.paying");
        String pattern = "Order {0} was paid twice, " + unique("by");
        for (int order = 1; order <= 5; order++) {
            logger.log(java.util.logging.Level.SEVERE, pattern, order);
            logger.log(java.util.logging.Level.WARNING, "Not so bad " + pattern, order);
        }
        String name = "shop.orders.paying: " + pattern;
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(only(name).occurrences()).isEqualTo(5));
        assertThat(only(name).details().asJsonObject().getString("message")).startsWith("Order 1 was paid twice");
        assertThat(issues.find(IssueQuery.newest(10).withName("shop.orders.paying: Not so bad " + pattern))
                        .items())
                .isEmpty();
    }

    private Issue only(String name) {
        List<Issue> found = issues.find(IssueQuery.newest(10).withName(name)).items();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    @Test
    void aThreadKeepsItsUserTransactionHoweverManyCallAtOnce() throws Exception {
        long known = issues.open(unique("Known"), null).id();
        String name = unique("Under load");
        List<Callable<Void>> callers = new ArrayList<>();
        for (int caller = 0; caller < 8; caller++) {
            callers.add(() -> {
                for (int round = 0; round < 100; round++) {
                    issues.openOnce(name, null);
                    transaction.begin();
                    issues.find(known);
                    issues.openOnceJoiningTransaction(name, null, null);
                    transaction.commit();
                }
                return null;
            });
        }

        for (Future<Void> caller : executor.invokeAll(callers)) {
            caller.get(60, SECONDS);
        }

        assertThat(only(name).occurrences()).isEqualTo(1600);
    }

    private void setBack(String column, long issueId, Duration age) {
        database.update(
                "UPDATE tocsin_issue SET " + column + " = ? WHERE id = ?",
                clock.instant().minus(age),
                issueId);
    }

    private long closedFor(String name, Duration age) {
        long id = issues.open(name, null).id();
        issues.resolve(id, null);
        await().atMost(20, SECONDS)
                .until(() -> states(id).stream()
                        .noneMatch(state -> state == IssueActionState.PLANNED || state == IssueActionState.RUNNING));
        setBack("resolved_at", id, age);
        return id;
    }

    private long count(String table, String condition, Object... parameters) {
        return database.query(
                        "SELECT COUNT(*) FROM " + table + " WHERE " + condition, row -> row.getLong(1), parameters)
                .get(0);
    }

    @Test
    void whatIsOldIsDeletedInBatchesAndWhatIsOpenOrUnderWayStays() {
        String name = unique("Old");
        responders.create(ResponderDraft.watching(name)
                .then("record", Map.of("label", name))
                .allowingRetry());
        long open = issues.openOnce(name, null).issue().orElseThrow().id();
        for (int pass = 1; pass < 3; pass++) {
            int done = pass;
            await().atMost(20, SECONDS)
                    .until(() -> states(open).equals(Collections.nCopies(done, IssueActionState.SUCCEEDED)));
            issues.openOnce(name, null);
        }
        await().atMost(20, SECONDS)
                .until(() -> states(open).equals(Collections.nCopies(3, IssueActionState.SUCCEEDED)));
        setBack("created_at", open, Duration.ofDays(400));
        database.update(
                "UPDATE tocsin_issue_action SET created_at = ?, executed_at = ? WHERE issue_id = ?",
                clock.instant().minus(Duration.ofDays(91)),
                clock.instant().minus(Duration.ofDays(91)),
                open);
        long old = closedFor(name, Duration.ofDays(91));
        long young = closedFor(name, Duration.ofDays(89));
        long runs = closedFor(name, Duration.ofDays(91));
        database.update(
                "UPDATE tocsin_issue_action SET state = 'RUNNING', lease_until = ? WHERE issue_id = ?",
                clock.instant().plus(Duration.ofHours(1)),
                runs);
        long cameBack = closedFor(name, Duration.ofDays(91));
        issues.reopen(cameBack, null);
        long never = issues.open(unique("Never"), null).id();
        issues.wontFix(never, null);
        setBack("last_seen_at", never, Duration.ofDays(4000));
        int many = 1200;
        String bulk = unique("Many old ones");
        issues.openAll(
                IntStream.range(0, many)
                        .mapToObj(i -> Opening.always(NewIssue.of(bulk, null, null)))
                        .toList(),
                Actor.CODE);
        issues.resolveAll(bulk, null, null);
        database.update(
                "UPDATE tocsin_issue SET resolved_at = ? WHERE name = ?",
                clock.instant().minus(Duration.ofDays(91)),
                bulk);
        assertThat(count("tocsin_issue", "name = ?", bulk)).isEqualTo(many);

        assertThat(retention.runNow()).isTrue();

        assertThat(issues.find(List.of(open, old, young, runs, cameBack, never)))
                .extracting(Issue::id)
                .containsExactlyInAnyOrder(open, young, runs, cameBack, never);
        assertThat(count("tocsin_issue_action", "issue_id = ?", old)).isZero();
        assertThat(count("tocsin_status_change", "issue_id = ?", old)).isZero();
        assertThat(count("tocsin_issue", "name = ?", bulk)).isZero();
        assertThat(states(open)).containsExactly(IssueActionState.SUCCEEDED);
        assertThat(count("tocsin_issue_action", "issue_id = ? AND pass = 2", open))
                .isEqualTo(1);
        RetentionState state = retention.state();
        assertThat(state.issues()).isGreaterThanOrEqualTo(many + 1);
        assertThat(state.actions()).isGreaterThanOrEqualTo(2);
        assertThat(state.isUnderWay()).isFalse();
        assertThat(retention.oldestIssue().orElseThrow().openedAt())
                .isBeforeOrEqualTo(clock.instant().minus(Duration.ofDays(399)));
        // What was done is known to be done, so the next pass is the fourth.
        issues.resolve(cameBack, null);
        issues.openOnce(name, null);
        await().atMost(20, SECONDS).until(() -> count("tocsin_issue_action", "issue_id = ? AND pass = 3", open) == 1);

        database.update(
                "UPDATE tocsin_retention SET running_until = ?", clock.instant().plusSeconds(60));
        assertThat(retention.runNow()).as("while another node is at it").isFalse();
        database.update("UPDATE tocsin_retention SET running_until = NULL");
        database.update("UPDATE tocsin_issue_action SET state = 'SUCCEEDED' WHERE issue_id = ?", runs);
    }

    @Test
    void theSeedsCheckAssertionsTellsHowManyFail() throws Exception {
        assertThat(assertions.find("no\u0000such")).isEmpty();
        Books.balanced(true);
        assertThat(assertions.check()).isZero();
        Books.balanced(false);
        assertThat(assertions.check()).isEqualTo(1);
        assertThat(assertions.check(Books.NAME)).isEqualTo(AssertionState.FAILING);
        assertThat(only(Books.NAME).openedBy()).isEqualTo("assertion:" + Books.NAME);
        // Also from inside a transaction, which the job does not see.
        Books.balanced(true);
        transaction.begin();
        assertThat(assertions.check(Books.NAME)).isEqualTo(AssertionState.PASSING);
        transaction.rollback();
        assertThat(only(Books.NAME).status()).isEqualTo(IssueStatus.RESOLVED);
    }

    @Test
    void aPassOverTheOpenIssuesHoldsNobodyUpAndLeavesOutWhatOthersHoldForTooLong() throws Exception {
        String name = unique("Held");
        responders.create(ResponderDraft.watching(name).allowingRetry().then("record", Map.of("label", "seen")));
        Issue before = issues.open(name, null);
        Issue held = issues.open(name, null);
        Issue after = issues.open(name, null);
        awaitSucceeded(1, before, held, after);

        long brief = whileAHostChanges(held, () -> {
            long job = pass.start();
            awaitSucceeded(2, before, after);
            return job;
        });
        assertThat(jobs.awaitEnd(brief).message()).isNull();
        awaitSucceeded(2, held);

        Job tooLong = whileAHostChanges(held, () -> {
            Job job = jobs.awaitEnd(pass.start());
            awaitSucceeded(3, before, after);
            return job;
        });
        assertThat(tooLong.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(tooLong.message())
                .isEqualTo("Left out, because others were changing them for too long: 1 issue; the next pass has them");
        assertThat(states(held.id())).hasSize(2);
        pass.respond();
        awaitSucceeded(3, held);
    }

    /** While another transaction has resolved an issue, which is rolled back in the end. */
    private <T> T whileAHostChanges(Issue issue, Supplier<T> work) throws InterruptedException {
        CountDownLatch changed = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        Future<Boolean> host = executor.submit(() -> {
            transaction.begin();
            try {
                issues.resolve(issue.id(), "perhaps");
                changed.countDown();
                return over.await(1, MINUTES);
            } finally {
                transaction.rollback();
            }
        });
        try {
            assertThat(changed.await(20, SECONDS)).isTrue();
            return work.get();
        } finally {
            over.countDown();
            assertThat(host).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(true);
        }
    }

    private void awaitSucceeded(int times, Issue... wanted) {
        for (Issue issue : wanted) {
            await().atMost(20, SECONDS)
                    .until(() -> states(issue.id()).equals(Collections.nCopies(times, IssueActionState.SUCCEEDED)));
        }
    }

    @Test
    void aJobThatAnOperatorStartedIsKnownAsAnyOther() {
        Books.balanced(true);
        Properties parameters = new Properties();
        parameters.setProperty("assertion", Books.NAME);
        List<Long> before = newestJob();

        BatchRuntime.getJobOperator().start(AssertionService.JOB, parameters);

        await().atMost(20, SECONDS).until(() -> !newestJob().equals(before));
        Job job = jobs.awaitEnd(newestJob().get(0));
        assertThat(job.status()).isEqualTo(JobStatus.COMPLETED);
        assertThat(job.parameters().getString("assertion")).isEqualTo(Books.NAME);
        assertThat(job.done()).isEqualTo(1);
    }

    private List<Long> newestJob() {
        return jobs.list(1, null).items().stream().map(Job::id).toList();
    }
}
