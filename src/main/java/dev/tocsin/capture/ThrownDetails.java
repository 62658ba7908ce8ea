package dev.tocsin.capture;

import dev.tocsin.platform.Text;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an issue says of an exception, cut to what it can hold. */
final class ThrownDetails {

    static final int MOST_TEXT = 2_000;
    private static final int MOST_TRACE = 32_000;

    private ThrownDetails() {}

    static Map<String, Object> of(Throwable thrown) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("exception", thrown.getClass().getName());
        details.put("message", storable(message(thrown), MOST_TEXT));
        StringWriter trace = new StringWriter();
        try {
            thrown.printStackTrace(new PrintWriter(trace));
        } catch (RuntimeException ownMessageFails) {
            trace.write("(its stack trace cannot be written: "
                    + ownMessageFails.getClass().getName() + ")");
        }
        details.put("stack_trace", lines(trace.toString()));
        return details;
    }

    private static String message(Throwable thrown) {
        try {
            return String.valueOf(thrown.getMessage());
        } catch (RuntimeException ownMessageFails) {
            return "(its message cannot be read: " + ownMessageFails.getClass().getName() + ")";
        }
    }

    private static String lines(String trace) {
        StringBuilder kept = new StringBuilder();
        for (String line : (Iterable<String>) trace.lines()::iterator) {
            String storable = storable(line.replace("\t", "    "), MOST_TEXT);
            if (kept.length() + storable.length() > MOST_TRACE) {
                return kept.append("…").toString();
            }
            kept.append(storable).append('\n');
        }
        return kept.toString().stripTrailing();
    }

    /** A text of somebody else's, as a database can hold it. */
    static String storable(String text, int most) {
        return Text.visible(text.length() <= most ? text : text.substring(0, most - 1) + "…");
    }

    /** What a value's own text is; it may fail. */
    static String shown(Object value) {
        try {
            return storable(String.valueOf(value), MOST_TEXT);
        } catch (RuntimeException ownTextFails) {
            return "(a " + value.getClass().getName() + " whose toString fails)";
        }
    }
}
