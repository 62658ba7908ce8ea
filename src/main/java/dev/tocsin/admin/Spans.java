package dev.tocsin.admin;

import dev.tocsin.assertion.Schedule;
import dev.tocsin.platform.DurationText;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.format.TextStyle;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** How long something takes, and how often it comes, in words. */
final class Spans {

    private static final Pattern AT =
            Pattern.compile("(\\d{1,2}) (\\d{1,2}) (\\*|\\d{1,2}) \\* (\\*|[0-7](?:[-,][0-7])*)");
    private static final Pattern HOURLY = Pattern.compile("(\\d{1,2}) \\* \\* \\* \\*");
    private static final Pattern MINUTES = Pattern.compile("\\*(?:/(\\d{1,2}))? \\* \\* \\* \\*");

    private Spans() {}

    /** As short as it can be and still be told from others: {@code 350 ms}, {@code 4.2 s}, {@code 3 min 5 s}. */
    static String shortly(Duration duration, Locale locale) {
        long millis = Math.max(0, duration.toMillis());
        if (millis < 1000) {
            return millis + " ms";
        }
        if (millis < 60_000) {
            return String.format(locale, millis < 10_000 ? "%.1f s" : "%.0f s", millis / 1000.0);
        }
        long seconds = millis / 1000;
        if (seconds < 3600) {
            return seconds / 60 + " min" + (seconds % 60 == 0 ? "" : " " + seconds % 60 + " s");
        }
        return seconds / 3600 + " h" + (seconds / 60 % 60 == 0 ? "" : " " + seconds / 60 % 60 + " min");
    }

    /** What is not one of the usual cron expressions is shown as it is. */
    static String words(Schedule schedule, Texts texts) {
        if (schedule.every() != null) {
            return DurationText.parse(schedule.every())
                    .map(interval -> every(interval, texts))
                    .orElse(schedule.every());
        }
        if (schedule.cron() == null) {
            return texts.get("schedule.none");
        }
        String cron = schedule.cron().replaceAll("\\s+", " ");
        return cron(cron, texts)
                .map(words -> cron.startsWith("*") ? words : words + " (" + schedule.zone() + ")")
                .orElseGet(() -> texts.format("schedule.cron", cron, schedule.zone()));
    }

    private static String every(Duration interval, Texts texts) {
        long millis = interval.toMillis();
        if (millis % 86_400_000 == 0) {
            return texts.format("schedule.days", millis / 86_400_000);
        }
        if (millis % 3_600_000 == 0) {
            return texts.format("schedule.hours", millis / 3_600_000);
        }
        if (millis % 60_000 == 0) {
            return texts.format("schedule.minutes", millis / 60_000);
        }
        return millis % 1000 == 0
                ? texts.format("schedule.seconds", millis / 1000)
                : texts.format("schedule.every", shortly(interval, texts.locale()));
    }

    private static Optional<String> cron(String cron, Texts texts) {
        Matcher minutes = MINUTES.matcher(cron);
        if (minutes.matches()) {
            long each = minutes.group(1) == null ? 1 : Long.parseLong(minutes.group(1));
            // Others start anew with each hour.
            return 60 % Math.max(1, each) == 0 ? Optional.of(texts.format("schedule.minutes", each)) : Optional.empty();
        }
        Matcher hourly = HOURLY.matcher(cron);
        if (hourly.matches()) {
            return Optional.of(texts.format("schedule.hourly", hourly.group(1)));
        }
        Matcher at = AT.matcher(cron);
        if (!at.matches()) {
            return Optional.empty();
        }
        String time =
                String.format(Locale.ROOT, "%02d:%02d", Integer.parseInt(at.group(2)), Integer.parseInt(at.group(1)));
        boolean anyDay = at.group(3).equals("*");
        boolean anyWeekday = at.group(4).equals("*");
        if (anyDay && anyWeekday) {
            return Optional.of(texts.format("schedule.daily", time));
        }
        if (anyDay) {
            return Optional.of(texts.format("schedule.weekly", weekdays(at.group(4), texts.locale()), time));
        }
        // Unix cron takes the one or the other, which nobody expects to be told in a few words.
        return anyWeekday ? Optional.of(texts.format("schedule.monthly", at.group(3), time)) : Optional.empty();
    }

    private static String weekdays(String field, Locale locale) {
        return Arrays.stream(field.split(","))
                .map(part -> Arrays.stream(part.split("-"))
                        .map(day -> DayOfWeek.of((Integer.parseInt(day) + 6) % 7 + 1)
                                .getDisplayName(TextStyle.SHORT_STANDALONE, locale))
                        .collect(Collectors.joining("–")))
                .collect(Collectors.joining(", "));
    }
}
