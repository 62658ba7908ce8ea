package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DelayTextTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 s",
        "59, 59 s",
        "60, 1 min",
        "1800, 30 min",
        "5400, 1 h 30 min",
        "86400, 1 d",
        "90061, 1 d 1 h 1 min 1 s",
        "315360000, 3650 d"
    })
    void secondsAreToldInTheUnitsThatPeopleUse(long seconds, String told) {
        assertThat(DelayText.of(seconds)).isEqualTo(told);
    }
}
