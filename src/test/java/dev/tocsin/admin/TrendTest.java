package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.assertion.AssertionRun;
import dev.tocsin.assertion.AssertionState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class TrendTest {

    private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");
    private final Texts texts = SpansTest.in(Locale.ENGLISH);

    private static AssertionRun run(AssertionState state, long checked, long failing) {
        Instant end = state == null ? null : NOON.plusMillis(350);
        return new AssertionRun(1, 1, null, NOON, end, state, checked, checked, failing, 0, 0, null, "node");
    }

    @Test
    void theOldestIsAtTheLeftAndWhatRunsIsLeftOut() {
        Trend trend = Trend.of(
                List.of(
                        run(null, 0, 0),
                        run(AssertionState.FAILING, 100, 3),
                        run(AssertionState.PASSING, 100, 0),
                        run(AssertionState.ERROR, 1, 0)),
                20,
                texts);
        assertThat(trend.bars()).extracting(Trend.Bar::state).containsExactly("error", "passing", "failing");
        assertThat(trend.bars()).extracting(Trend.Bar::height).containsExactly(20, 10, 20);
        assertThat(trend.label()).isEqualTo("Last 3 runs: 1 Passing, 1 Failing, 1 Error");
        assertThat(trend.bars().get(2).title()).isEqualTo("2026-11-24 12:00 UTC · Failing · 350 ms · 3 of 100 failing");
        assertThat(trend.width()).isEqualTo(16);
    }

    @Test
    void onlySoManyAreShown() {
        List<AssertionRun> many = java.util.Collections.nCopies(30, run(AssertionState.PASSING, 1, 0));
        assertThat(Trend.of(many, 20, texts).bars()).hasSize(20);
    }

    @Test
    void noneIsToldInWords() {
        assertThat(Trend.of(List.of(), 20, texts).label()).isEqualTo("None yet");
    }
}
