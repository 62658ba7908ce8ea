package dev.tocsin.admin;

import java.util.ArrayList;
import java.util.List;

/** Seconds as people read them: {@code 1 h 30 min}. The editor's script writes them in the same way. */
final class DelayText {

    private static final int MINUTE = 60;
    private static final int HOUR = 60 * MINUTE;
    private static final int DAY = 24 * HOUR;

    private DelayText() {}

    static String of(long seconds) {
        List<String> parts = new ArrayList<>();
        add(parts, seconds / DAY, "d");
        add(parts, seconds % DAY / HOUR, "h");
        add(parts, seconds % HOUR / MINUTE, "min");
        add(parts, seconds % MINUTE, "s");
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    private static void add(List<String> parts, long amount, String unit) {
        if (amount > 0) {
            parts.add(amount + " " + unit);
        }
    }
}
