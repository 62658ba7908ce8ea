package dev.tocsin.assertion;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import dev.tocsin.platform.DurationText;
import dev.tocsin.platform.Problems;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

/**
 * When an assertion is checked: at an interval, or by a Unix cron expression in a time zone, or not by
 * itself at all.
 *
 * @param every an interval; null for none
 * @param cron a cron expression of five fields; null for none
 * @param zone the time zone of the cron expression
 */
public record Schedule(String every, String cron, String zone) {

    /** Not by itself. */
    public static final Schedule NONE = new Schedule(null, null, "UTC");

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int MOST_TEXT = 200;
    private static final CronParser CRON = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

    public Schedule {
        every = filled(every);
        cron = filled(cron);
        zone = filled(zone) == null ? "UTC" : zone.strip();
    }

    private static String filled(String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    /** Says what is wrong with it. */
    public void check(String path, Problems problems) {
        if (every != null && cron != null) {
            problems.add(Problems.path(path, "cron"), "is given besides an interval (every); needed is one of the two");
        }
        if (every != null && interval().isEmpty()) {
            problems.add(
                    Problems.path(path, "every"),
                    "is " + Problems.shown(every) + "; needed is a duration such as 30s, 5m or PT5M, from 1s to 366d");
        }
        if (cron != null && !isCron()) {
            problems.add(
                    Problems.path(path, "cron"),
                    "is " + Problems.shown(cron)
                            + "; needed are the five fields of a Unix cron expression (minute, hour, day of month,"
                            + " month, day of week) that come true some time, such as \"0 6 * * 1-5\"");
        }
        if (zoneId().isEmpty()) {
            problems.add(
                    Problems.path(path, "zone"),
                    "is " + Problems.shown(zone) + "; needed is a time zone such as Europe/Berlin or UTC");
        }
    }

    /**
     * The first time after that one; empty if there is none.
     *
     * @param after what an interval counts from
     */
    public Optional<Instant> next(Instant after) {
        if (every != null) {
            return interval().map(after::plus);
        }
        if (cron == null) {
            return Optional.empty();
        }
        return zoneId().flatMap(in -> execution().flatMap(times -> times.nextExecution(after.atZone(in))))
                .map(java.time.ZonedDateTime::toInstant);
    }

    /**
     * The next time after one that has come. Intervals keep their beat; what was missed, because no node was
     * there, is made up for once and not more.
     */
    public Optional<Instant> following(Instant due, Instant now) {
        if (every == null) {
            return next(now);
        }
        return interval().map(interval -> {
            long behind = Math.max(0, Duration.between(due, now).toMillis() / interval.toMillis());
            return due.plus(interval.multipliedBy(behind + 1));
        });
    }

    public boolean isNone() {
        return every == null && cron == null;
    }

    private Optional<Duration> interval() {
        return DurationText.parse(every)
                .filter(interval -> interval.compareTo(SHORTEST) >= 0 && interval.compareTo(LONGEST) <= 0);
    }

    /** 30 February is a date that can be written, and never comes. */
    private boolean isCron() {
        return execution()
                .flatMap(times -> times.nextExecution(Instant.EPOCH.atZone(ZoneId.of("UTC"))))
                .isPresent();
    }

    private Optional<ExecutionTime> execution() {
        try {
            return cron.length() > MOST_TEXT
                    ? Optional.empty()
                    : Optional.of(ExecutionTime.forCron(CRON.parse(cron).validate()));
        } catch (IllegalArgumentException notCron) {
            return Optional.empty();
        }
    }

    private Optional<ZoneId> zoneId() {
        try {
            return Optional.of(ZoneId.of(zone));
        } catch (DateTimeException noZone) {
            return Optional.empty();
        }
    }

    @Override
    public String toString() {
        return every != null ? "every " + every : cron != null ? cron + " (" + zone + ")" : "not by itself";
    }
}
