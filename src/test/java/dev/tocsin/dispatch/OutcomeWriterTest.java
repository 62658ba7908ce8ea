package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.platform.DatabaseFailure;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.event.Event;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Outcomes wait until the database has them, each once. */
class OutcomeWriterTest {

    private static final Instant NOW = Instant.parse("2026-03-04T05:06:07Z");
    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(10), Duration.ofSeconds(60));

    private final List<List<Long>> batches = new ArrayList<>();
    private final List<Outcome> written = new ArrayList<>();
    private Function<List<Outcome>, ActionQueue.Completed> database = OutcomeWriterTest::takesAll;

    private final OutcomeWriter writer = new OutcomeWriter(
            new ActionQueue() {
                @Override
                public Completed complete(List<Outcome> outcomes) {
                    batches.add(outcomes.stream()
                            .map(outcome -> outcome.action().id())
                            .toList());
                    return database.apply(outcomes);
                }
            },
            Settings.from(key -> Optional.empty()),
            listenedToByNobody());

    @SuppressWarnings("unchecked")
    private static Event<ActionsEnded> listenedToByNobody() {
        return (Event<ActionsEnded>) Proxy.newProxyInstance(
                OutcomeWriterTest.class.getClassLoader(), new Class<?>[] {Event.class}, (proxy, method, args) -> null);
    }

    private static ActionQueue.Completed takesAll(List<Outcome> outcomes) {
        Map<Outcome, Completion> all = outcomes.stream()
                .collect(Collectors.toMap(outcome -> outcome, one -> Completion.of(one, true, 5, BACKOFF)));
        return new ActionQueue.Completed(all, List.of());
    }

    private static ActionQueue.Completed putsAllOff(List<Outcome> outcomes) {
        return new ActionQueue.Completed(Map.of(), outcomes);
    }

    private static ActionQueue.Completed doesNotAnswer(List<Outcome> outcomes) {
        throw new DatabaseFailure(new SQLException("Read timed out", "08006"));
    }

    private void write() {
        writer.write(written::addAll);
    }

    /** As each look for them makes them anew. */
    private static List<Outcome> abandoned(long... ids) {
        return LongStream.of(ids)
                .mapToObj(id -> Outcome.failed(
                        ClaimedActions.of(id, id, NOW), Outcome.Kind.ABANDONED, NOW, "the node stopped answering"))
                .toList();
    }

    private static List<Outcome> timedOut(long... ids) {
        return LongStream.of(ids)
                .mapToObj(id ->
                        Outcome.failed(ClaimedActions.of(id, id, NOW), Outcome.Kind.TIMED_OUT, NOW, "it took too long"))
                .toList();
    }

    @Test
    void thoseOfANodeThatDiedWaitOnceHoweverOftenTheyAreFound() {
        database = OutcomeWriterTest::doesNotAnswer;
        writer.takeOver(abandoned(1, 2));
        assertThatThrownBy(this::write).isInstanceOf(DatabaseFailure.class);
        writer.takeOver(abandoned(1, 2, 3));

        database = OutcomeWriterTest::takesAll;
        write();

        assertThat(batches).containsExactly(List.of(1L, 2L), List.of(1L, 2L, 3L));
        assertThat(writer.isEmpty()).isTrue();
    }

    @Test
    void whatIsTakenOverOnceCanBeTakenOverAgain() {
        writer.takeOver(abandoned(1));
        write();
        writer.takeOver(abandoned(1));
        write();

        assertThat(batches).containsExactly(List.of(1L), List.of(1L));
    }

    @Test
    void whatAnotherHoldsIsKeptUnlessTheNextLookFindsItAnyway() {
        database = OutcomeWriterTest::putsAllOff;
        writer.add(timedOut(1));
        writer.takeOver(abandoned(2));
        write();
        assertThat(written).isEmpty();

        database = OutcomeWriterTest::takesAll;
        write();
        assertThat(written).extracting(outcome -> outcome.action().id()).containsExactly(1L);

        writer.takeOver(abandoned(2));
        write();
        assertThat(written).extracting(outcome -> outcome.action().id()).containsExactly(1L, 2L);
    }
}
