package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    @ParameterizedTest(name = "first {0}, longest {1}: after {2} failures {3}")
    @CsvSource({
        // doubling
        "PT10S, PT1H, 1, PT10S",
        "PT10S, PT1H, 2, PT20S",
        "PT10S, PT1H, 3, PT40S",
        "PT10S, PT1H, 4, PT80S",
        "PT10S, PT1H, 9, PT2560S",
        "PT0.001S, PT1H, 11, PT1.024S",
        // the cap
        "PT10S, PT1H, 10, PT1H",
        "PT10S, PT1H, 11, PT1H",
        "PT1S, PT8S, 4, PT8S",
        "PT1S, PT8S, 5, PT8S",
        "PT1S, PT7S, 3, PT4S",
        "PT1S, PT7S, 4, PT7S",
        // a first gap of more than half the longest
        "PT6S, PT10S, 1, PT6S",
        "PT6S, PT10S, 2, PT10S",
        "PT6S, PT10S, 3, PT10S",
        "PT5S, PT10S, 2, PT10S",
        // a first gap as long as the longest, or longer
        "PT10S, PT10S, 1, PT10S",
        "PT10S, PT10S, 2, PT10S",
        "PT20S, PT10S, 1, PT10S",
        "PT20S, PT10S, 5, PT10S",
        // no end of failures
        "PT10S, PT1H, 41, PT1H",
        "PT10S, PT1H, 64, PT1H",
        "PT10S, PT1H, 65, PT1H",
        "PT10S, PT1H, 66, PT1H",
        "PT10S, PT1H, 1000000, PT1H",
        "PT10S, PT1H, 2147483647, PT1H",
        "PT0.001S, P3650D, 2147483647, P3650D",
    })
    void doublesUpToTheLongest(Duration first, Duration longest, int failures, Duration gap) {
        assertThat(new Backoff(first, longest).after(failures)).isEqualTo(gap);
    }

    @Test
    void neverShrinksAsFailuresGrow() {
        Backoff backoff = new Backoff(Duration.ofMillis(700), Duration.ofDays(1));
        Duration before = Duration.ZERO;
        for (int failures = 1; failures <= 200; failures++) {
            Duration gap = backoff.after(failures);
            assertThat(gap).as("after %d failures", failures).isBetween(before, Duration.ofDays(1));
            before = gap;
        }
    }
}
