package dev.tocsin.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {

    private static final Instant NOW = Instant.parse("2026-11-24T10:00:00Z");

    private static List<Problem> problems(Schedule schedule) {
        Problems problems = new Problems();
        schedule.check("", problems);
        return problems.all();
    }

    @ParameterizedTest
    @CsvSource({
        "30s, , UTC, 2026-11-24T10:00:30Z",
        "PT5M, , UTC, 2026-11-24T10:05:00Z",
        ", 0 6 * * *, UTC, 2026-11-25T06:00:00Z",
        ", 0 6 * * *, Europe/Berlin, 2026-11-25T05:00:00Z",
        ", */15 * * * *, UTC, 2026-11-24T10:15:00Z",
        ", 0 6 * * 1, UTC, 2026-11-30T06:00:00Z"
    })
    void tellsTheNextTime(String every, String cron, String zone, Instant next) {
        Schedule schedule = new Schedule(every, cron, zone);
        assertThat(problems(schedule)).isEmpty();
        assertThat(schedule.next(NOW)).contains(next);
    }

    @Test
    void anIntervalKeepsItsBeatAndMakesUpForWhatWasMissedOnce() {
        Schedule schedule = new Schedule("10s", null, null);
        Instant due = NOW;
        assertThat(schedule.following(due, NOW.plusMillis(300))).contains(NOW.plusSeconds(10));
        assertThat(schedule.following(due, NOW.plusSeconds(10))).contains(NOW.plusSeconds(20));
        assertThat(schedule.following(due, NOW.plusSeconds(3605))).contains(NOW.plusSeconds(3610));
    }

    @Test
    void withNeitherThereIsNoNextTime() {
        assertThat(Schedule.NONE.next(NOW)).isEmpty();
        assertThat(Schedule.NONE.isNone()).isTrue();
        assertThat(problems(Schedule.NONE)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "soon, , UTC, every",
        "0s, , UTC, every",
        "400d, , UTC, every",
        ", every day, UTC, cron",
        ", 0 0 30 2 *, UTC, cron",
        ", 0 6 * * * *, UTC, cron",
        "5m, 0 6 * * *, UTC, cron",
        "5m, , Mars/Olympus, zone"
    })
    void whatCannotBeIsRefusedByName(String every, String cron, String zone, String path) {
        assertThat(problems(new Schedule(every, cron, zone)))
                .extracting(Problem::path)
                .containsExactly(path);
    }
}
