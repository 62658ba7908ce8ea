package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A pass does not hold up those who hold an issue, nor does it wait for them for ever. */
class HeldIssuesTest {

    private final List<Long> pauses = new ArrayList<>();
    private final List<List<Long>> tries = new ArrayList<>();

    private HeldIssues held(Duration patience, UnaryOperator<List<Long>> tryAgain) {
        return new HeldIssues(patience, time -> pauses.add(time.toMillis()), issues -> {
            tries.add(issues);
            return tryAgain.apply(issues);
        });
    }

    @Test
    void triesThoseThatAreStillHeld() {
        HeldIssues held = held(Duration.ofSeconds(5), issues -> issues.subList(1, issues.size()));

        assertThat(held.waitFor(List.of(1L, 2L, 3L))).isEmpty();
        assertThat(tries).containsExactly(List.of(1L, 2L, 3L), List.of(2L, 3L), List.of(3L));
        assertThat(pauses).containsExactly(5L, 10L, 20L);

        assertThat(held.waitFor(List.of())).isEmpty();
        assertThat(tries).hasSize(3);
    }

    @Test
    void leavesOutWhatIsHeldForTooLong() {
        HeldIssues held = held(Duration.ofMillis(500), issues -> issues.contains(7L) ? List.of(7L) : List.of());

        assertThat(held.waitFor(List.of(6L, 7L))).containsExactly(7L);
        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L, 200L, 200L);
    }

    @Test
    void whatIsHeldForAMomentCostsNoPatience() {
        HeldIssues held = held(Duration.ofMillis(500), issues -> issues.contains(7L) ? List.of(7L) : List.of());
        for (long issue = 100; issue < 200; issue++) {
            assertThat(held.waitFor(List.of(issue))).isEmpty();
        }
        pauses.clear();

        assertThat(held.waitFor(List.of(7L))).containsExactly(7L);
        assertThat(pauses).endsWith(200L, 200L).hasSize(8);
        pauses.clear();
        assertThat(held.waitFor(List.of(7L))).as("without any patience left").containsExactly(7L);
        assertThat(pauses).containsExactly(5L, 10L, 20L, 40L, 80L, 160L);
    }
}
