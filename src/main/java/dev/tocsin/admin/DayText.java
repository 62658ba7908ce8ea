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
                    : LocalDate.parse(day)
                            .plusDays(plusDays)
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
        } catch (DateTimeException e) {
            throw new InvalidInput(path, "is \"" + day + "\"; needed is a day such as 2026-11-24");
        }
    }

    /** For a field that takes days and nothing else: empty for what is none. */
    static String shown(String day) {
        try {
            return day == null ? "" : LocalDate.parse(day).toString();
        } catch (DateTimeException none) {
            return "";
        }
    }
}
