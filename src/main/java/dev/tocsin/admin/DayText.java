package dev.tocsin.admin;

import dev.tocsin.platform.InvalidInput;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Days as forms and addresses have them. */
final class DayText {

    private DayText() {}

    /**
     * When that day begins, in UTC.
     *
     * @param day null for none
     * @param plusDays 1 for when it ends
     * @return null for none
     * @throws InvalidInput if it is no day
     */
    static Instant startOf(String path, String day, int plusDays) {
        try {
            return day == null
                    ? null
                    : parsed(day)
                            .plusDays(plusDays)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw new InvalidInput(path, "is \"" + day + "\"; needed is a day such as 2026-11-24");
        }
    }

    private static LocalDate parsed(String day) {
        LocalDate date = LocalDate.parse(day);
        if (date.getYear() < 1 || date.getYear() > 9999) {
            throw new DateTimeException("A year that databases do not have");
        }
        return date;
    }

    /** For a field that takes days and nothing else: empty for what is none. */
    static String shown(String day) {
        try {
            return day == null ? "" : parsed(day).toString();
        } catch (DateTimeException none) {
            return "";
        }
    }
}
