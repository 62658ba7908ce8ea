package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** It begins or it does not, and ends once; who looks after it does not wait for who decides that. */
class RunTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final long CLAIMED = Long.MAX_VALUE - 5;

    private final Run run = new Run(ClaimedActions.of(10, 1, Instant.EPOCH), Duration.ofMinutes(1), 0, CLAIMED);

    private static Run.State noDatabase() {
        throw new IllegalStateException("no database");
    }

    private boolean begin(Supplier<Run.State> decide) {
        return run.begin(decide, () -> true, CLOCK);
    }

    @Test
    void whatCannotBeDecidedHasNotBegunAndCanBeGivenBack() {
        assertThatThrownBy(() -> begin(RunTest::noDatabase)).hasMessage("no database");

        assertThat(run.isOverdue()).isFalse();
        assertThat(run.withdraw()).isTrue();
    }

    @Test
    void norHasWhatWasDecidedTooSlowlyAndCannotBeDecidedOnceMore() {
        Queue<Supplier<Run.State>> decisions = new ArrayDeque<>(List.of(() -> Run.State.BEGUN, RunTest::noDatabase));

        assertThatThrownBy(() -> run.begin(() -> decisions.remove().get(), () -> false, CLOCK))
                .hasMessage("no database");

        assertThat(run.isOverdue()).isFalse();
        assertThat(run.withdraw()).isTrue();
    }

    @Test
    void whatWaitsForAClosingCanBeGivenBackAndIsNotStartedAfterThat() {
        run.hold();

        assertThat(run.withdraw()).isTrue();
        assertThat(run.release()).isFalse();
        assertThat(run.drop()).isFalse();
        assertThat(begin(() -> Run.State.BEGUN)).isFalse();
    }

    @Test
    void whatHasBegunIsNotGivenBack() {
        assertThat(begin(() -> Run.State.BEGUN)).isTrue();

        assertThat(run.withdraw()).isFalse();
    }

    @Test
    void whoeverMustNotWaitCanTellThatItIsBeingDecided() {
        List<Boolean> seen = new ArrayList<>();

        assertThatThrownBy(() -> begin(RunTest::noDatabase)).hasMessage("no database");
        assertThat(run.isBeginning()).isFalse();
        begin(() -> {
            seen.add(run.isBeginning());
            return Run.State.BEGUN;
        });

        assertThat(seen).containsExactly(true);
        assertThat(run.isBeginning()).isFalse();
    }

    /** Or one database connection that hangs would let the leases of all others seem lost. */
    @Test
    void itsLeaseIsRenewedWhileItIsBeingDecided() {
        begin(() -> {
            CompletableFuture.runAsync(() -> run.renewed(CLAIMED + 2))
                    .orTimeout(10, TimeUnit.SECONDS)
                    .join();
            return Run.State.BEGUN;
        });

        assertThat(run.isLeasedBefore(CLAIMED + 2)).isFalse();
    }

    @Test
    void aLeaseLastsFromItsLatestRenewalAndIsOfNoMatterAfterTheEnd() {
        // Far enough for the numbers to begin again at the other end.
        long renewed = CLAIMED + 20;
        assertThat(run.isLeasedBefore(renewed)).isTrue();

        run.renewed(renewed);
        run.renewed(CLAIMED);
        assertThat(run.isLeasedBefore(renewed)).isFalse();
        assertThat(run.isLeasedBefore(renewed + 20)).isTrue();

        run.end();
        assertThat(run.isLeasedBefore(renewed + 20)).isFalse();
    }
}
