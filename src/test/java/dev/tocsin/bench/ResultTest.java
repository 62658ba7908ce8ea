package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTest {

    private static Result seconds(double... values) {
        return Result.of("a-case", "some work", Unit.SECONDS, Sample.of(values));
    }

    private static Result perSecond(double value) {
        return Result.of("a-case", "some work", Unit.PER_SECOND, Sample.of(value));
    }

    @Test
    void theMedianIsTheMiddleWhateverTheOrder() {
        Sample odd = Sample.of(9, 1, 2);
        Sample even = Sample.of(4, 1, 2, 90);

        assertThat(odd.median()).isEqualTo(2);
        assertThat(even.median()).isEqualTo(3);
        assertThat(even.least()).isEqualTo(1);
        assertThat(even.most()).isEqualTo(90);
        assertThat(Sample.of(7).median()).isEqualTo(7);
        assertThatIllegalArgumentException().isThrownBy(Sample::of);
    }

    @Test
    void theShortestTimeIsTheHighestRate() {
        Sample rate = Sample.of(2, 4, 5).rateOf(100);

        assertThat(rate.values()).containsExactly(20.0, 25.0, 50.0);
    }

    @Test
    void aRatioAboveOneIsBetterWhateverTheUnit() {
        assertThat(seconds(2).beside("peer", Sample.of(3)).ratio().orElseThrow())
                .isEqualTo(1.5);
        assertThat(perSecond(3).beside("peer", Sample.of(2)).ratio().orElseThrow())
                .isEqualTo(1.5);
        assertThat(seconds(2).ratio()).isEmpty();
    }

    @Test
    void goalsIncludeTheirBound() {
        assertThat(seconds(1).atMost(1).met()).contains(true);
        assertThat(seconds(1.01).atMost(1).met()).contains(false);
        assertThat(perSecond(1).beside("peer", Sample.of(2)).atLeast(0.5).met()).contains(true);
        assertThat(perSecond(0.99).beside("peer", Sample.of(2)).atLeast(0.5).met())
                .contains(false);
        assertThat(perSecond(2).reaching(2).met()).contains(true);
        assertThat(perSecond(1.99).reaching(2).met()).contains(false);
        assertThat(seconds(1).met()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.1234, 0.123", "1.254, 1.25", "12.345, 12.3", "543.2, 543", "234567, '234,567'"})
    void figuresHaveThreeDigitsThatSaySomething(double value, String shown) {
        assertThat(Report.number(value)).isEqualTo(shown);
    }

    @Test
    void theReportSaysTheSameThreeTimes() {
        Report report = new Report(
                LocalDate.of(2026, 11, 24),
                "2 cores",
                List.of(seconds(1, 2, 4).beside("a peer", Sample.of(1)).atLeast(0.4)));

        assertThat(report.markdown())
                .contains(
                        "| a-case | some work | 2.00 s (1.00 – 4.00) | a peer | 1.00 s | × 0.500 | ≥ × 0.400 | yes |");
        assertThat(report.table()).contains("2.00 s (1.00 – 4.00)  a peer");
        assertThat(report.json().getJsonArray("results").getJsonObject(0).getBoolean("met"))
                .isTrue();
        assertThat(report.json()
                        .getJsonArray("results")
                        .getJsonObject(0)
                        .getJsonNumber("ratio")
                        .doubleValue())
                .isCloseTo(0.5, within(1e-9));
    }
}
