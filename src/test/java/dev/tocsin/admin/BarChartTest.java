package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.issue.IssueCounts.Day;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarChartTest {

    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 23);

    @Test
    void barsStandOnTheSameLineAndAreAsHighAsTheirNumbers() {
        BarChart chart = new BarChart(List.of(new Day(MONDAY, 100, 50), new Day(MONDAY.plusDays(1), 0, 25)));

        double bottom = chart.getBars().get(0).y() + chart.getBars().get(0).height();
        assertThat(chart.getBars())
                .allSatisfy(bar ->
                        assertThat(bar.y() + bar.height()).isCloseTo(bottom, org.assertj.core.data.Offset.offset(0.2)));
        double full = chart.getBars().get(0).height();
        assertThat(chart.getBars())
                .extracting(bar -> Math.round(100 * bar.height() / full))
                .containsExactly(100L, 50L, 0L, 25L);
        assertThat(chart.getBars())
                .allSatisfy(bar -> assertThat(bar.x() + bar.width()).isLessThanOrEqualTo(chart.getWidth()));
        assertThat(chart.getOpened()).isEqualTo(100);
        assertThat(chart.getResolved()).isEqualTo(75);
    }

    @Test
    void nothingIsAChartToo() {
        BarChart chart = new BarChart(List.of(new Day(MONDAY, 0, 0)));
        assertThat(chart.getBars()).allSatisfy(bar -> assertThat(bar.height()).isZero());
        assertThat(chart.getLines()).extracting(BarChart.Line::text).containsExactly("0", "2", "4");
    }

    @ParameterizedTest
    @CsvSource({"1,1", "5,6", "10,10", "11,20", "99,100", "101,200", "250000,400000"})
    void theScaleEndsAtAPleasantNumber(long most, long end) {
        assertThat(BarChart.roundUp(most)).isEqualTo(end);
    }
}
