package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.assertion.Schedule;
import java.time.Duration;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpansTest {

    static Texts in(Locale locale) {
        return new Texts() {
            @Override
            public Locale locale() {
                return locale;
            }
        };
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 ms",
        "999, 999 ms",
        "1000, 1.0 s",
        "4240, 4.2 s",
        "42000, 42 s",
        "60000, 1 min",
        "185000, 3 min 5 s",
        "3600000, 1 h",
        "7500000, 2 h 5 min"
    })
    void aDurationIsAsShortAsItCanBe(long millis, String text) {
        assertThat(Spans.shortly(Duration.ofMillis(millis), Locale.ENGLISH)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1s, every second, jede Sekunde",
        "90s, every 90 seconds, alle 90 Sekunden",
        "5m, every 5 minutes, alle 5 Minuten",
        "PT2H, every 2 hours, alle 2 Stunden",
        "1d, every day, jeden Tag",
        "1500ms, every 1.5 s, 'alle 1,5 s'"
    })
    void anIntervalIsToldInWords(String every, String english, String german) {
        Schedule schedule = new Schedule(every, null, null);
        assertThat(Spans.words(schedule, in(Locale.ENGLISH))).isEqualTo(english);
        assertThat(Spans.words(schedule, in(Locale.GERMAN))).isEqualTo(german);
    }

    @ParameterizedTest
    @CsvSource({
        "*/5 * * * *, every 5 minutes, alle 5 Minuten",
        "7 * * * *, every hour at minute 7 (UTC), jede Stunde zur Minute 7 (UTC)",
        "0 6 * * *, every day at 06:00 (UTC), jeden Tag um 06:00 (UTC)",
        "0 6 * * 1-5, Mon–Fri at 06:00 (UTC), Mo–Fr um 06:00 (UTC)",
        "'30 18 * * 0,6', 'Sun, Sat at 18:30 (UTC)', 'So, Sa um 18:30 (UTC)'",
        "0 0 1 * *, every month on day 1 at 00:00 (UTC), jeden Monat am 1. um 00:00 (UTC)",
        "*/7 * * * *, by cron */7 * * * * (UTC), nach Cron */7 * * * * (UTC)",
        "0 0 1 * 1, by cron 0 0 1 * 1 (UTC), nach Cron 0 0 1 * 1 (UTC)",
        "0 0 1 2 *, by cron 0 0 1 2 * (UTC), nach Cron 0 0 1 2 * (UTC)"
    })
    void theUsualCronExpressionsAreToldInWords(String cron, String english, String german) {
        Schedule schedule = new Schedule(null, cron, null);
        assertThat(Spans.words(schedule, in(Locale.ENGLISH))).isEqualTo(english);
        assertThat(Spans.words(schedule, in(Locale.GERMAN))).isEqualTo(german);
    }

    @Test
    void oneWithoutAScheduleSaysSo() {
        assertThat(Spans.words(Schedule.NONE, in(Locale.ENGLISH))).isEqualTo("Not by itself");
    }
}
