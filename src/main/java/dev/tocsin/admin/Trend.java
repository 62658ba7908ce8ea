package dev.tocsin.admin;

import dev.tocsin.assertion.AssertionRun;
import dev.tocsin.assertion.AssertionState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The last runs of an assertion as small bars, oldest first: how tall one is says what came of it, as its colour does.
 *
 * @param label the same in words
 */
public record Trend(List<Bar> bars, int width, String label) {

    static final int HEIGHT = 20;
    private static final int STEP = 6;
    private static final int BAR = 4;

    /**
     * @param state what came of it, as a word
     * @param title what is shown when it is pointed at
     */
    public record Bar(String state, int x, int y, int width, int height, String title) {}

    /** @param newestFirst runs that are under way are left out */
    static Trend of(List<AssertionRun> newestFirst, int most, Texts texts) {
        List<Bar> bars = new ArrayList<>();
        Map<AssertionState, Integer> counts = new EnumMap<>(AssertionState.class);
        List<AssertionRun> ended = newestFirst.stream()
                .filter(run -> run.state() != null && run.finishedAt() != null)
                .limit(most)
                .toList();
        for (int i = ended.size() - 1; i >= 0; i--) {
            AssertionRun run = ended.get(i);
            counts.merge(run.state(), 1, Integer::sum);
            int height = run.state() == AssertionState.PASSING ? HEIGHT / 2 : HEIGHT;
            bars.add(new Bar(word(run.state()), bars.size() * STEP, HEIGHT - height, BAR, height, title(run, texts)));
        }
        String label = bars.isEmpty()
                ? texts.get("trend.none")
                : texts.format(
                        "trend.label",
                        bars.size(),
                        counts.entrySet().stream()
                                .map(entry -> entry.getValue() + " " + texts.get("status." + word(entry.getKey())))
                                .collect(Collectors.joining(", ")));
        return new Trend(bars, Math.max(1, bars.size() * STEP - STEP + BAR), label);
    }

    private static String title(AssertionRun run, Texts texts) {
        String took = run.duration()
                .map(duration -> " · " + Spans.shortly(duration, texts.locale()))
                .orElse("");
        String failing = run.checked() > 1 ? " · " + texts.format("trend.failing", run.failing(), run.checked()) : "";
        return TimeText.utc(run.finishedAt()) + " · " + texts.get("status." + word(run.state())) + took + failing;
    }

    static String word(AssertionState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
