package dev.tocsin.container;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.tocsin.dispatch.Dispatcher;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueEvents;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.issue.Occurrence;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Settings;
import dev.tocsin.responder.ResponderDraft;
import dev.tocsin.responder.ResponderJson;
import dev.tocsin.responder.ResponderService;
import jakarta.inject.Inject;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.transaction.TransactionalException;
import jakarta.transaction.UserTransaction;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jboss.arquillian.junit5.container.annotation.ArquillianTest;
import org.junit.jupiter.api.Test;

/** What an application is promised that injects Tocsin's beans; a subclass for each database. */
@ArquillianTest
abstract class ApplicationContract {

    @Inject
    private IssueService issues;

    @Inject
    private ResponderService responders;

    @Inject
    private ResponderJson responderJson;

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
    private UserTransaction transaction;

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
        GreenMail mail = new GreenMail(new ServerSetup(settings.mailPort(), "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
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
            moveClock(Duration.ofSeconds(25));
            assertThat(states(stays.id())).containsExactly(IssueActionState.PLANNED, IssueActionState.PLANNED);
            assertThat(mail.getReceivedMessages()).isEmpty();

            moveClock(Duration.ofSeconds(6));
            await().atMost(20, SECONDS).until(() -> mail.getReceivedMessages().length == 2);
            assertThat(subjects(mail)).containsExactly("Doh!", "Doh!");

            issues.resolve(resolved.id(), "repaired");
            moveClock(Duration.ofSeconds(1800));
            await().atMost(20, SECONDS).until(() -> mail.getReceivedMessages().length == 3);
            await().atMost(20, SECONDS)
                    .until(() ->
                            states(stays.id()).equals(List.of(IssueActionState.SUCCEEDED, IssueActionState.SUCCEEDED)));
            assertThat(states(resolved.id())).containsExactly(IssueActionState.SUCCEEDED, IssueActionState.CANCELLED);

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
}
