package dev.tocsin.capture;

import dev.tocsin.issue.NewIssue;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/**
 * What a log record is as an issue. Its name is that of the logger and the message as it is written in the
 * code, so that ids which are formatted into it do not make issues of their own.
 */
record LoggedIssue(String name, Map<String, Object> details) {

    /** UUIDs, hexadecimal ids that have a digit, and numbers. */
    private static final Pattern IDS = Pattern.compile("\\b[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\\b"
            + "|\\b(?=[0-9a-fA-F]*[0-9])(?=[0-9a-fA-F]*[a-fA-F])[0-9a-fA-F]{8,}\\b"
            + "|\\d+");

    static LoggedIssue of(LogRecord record) {
        Map<String, Object> details = new LinkedHashMap<>();
        details.put("message", message(record));
        details.put("level", record.getLevel().getName());
        details.put("logger", logger(record));
        details.put("thread", record.getLongThreadID());
        if (record.getThrown() != null) {
            details.putAll(withoutClash(ThrownDetails.of(record.getThrown())));
        }
        return new LoggedIssue(
                ThrownDetails.storable(logger(record) + ": " + pattern(record), NewIssue.MOST_NAME), details);
    }

    private static Map<String, Object> withoutClash(Map<String, Object> thrown) {
        Map<String, Object> renamed = new LinkedHashMap<>(thrown);
        renamed.put("exception_message", renamed.remove("message"));
        return renamed;
    }

    private static String logger(LogRecord record) {
        return record.getLoggerName() == null || record.getLoggerName().isEmpty() ? "root" : record.getLoggerName();
    }

    private static String pattern(LogRecord record) {
        String text = record.getMessage();
        if (text == null || text.isBlank()) {
            return record.getThrown() == null
                    ? "(no message)"
                    : record.getThrown().getClass().getSimpleName();
        }
        if (record.getResourceBundle() != null && record.getResourceBundle().containsKey(text)) {
            return record.getResourceBundle().getString(text);
        }
        boolean formatted = record.getParameters() == null || record.getParameters().length == 0;
        return formatted ? IDS.matcher(text).replaceAll("#") : text;
    }

    /** The parameters are somebody else's objects: what they say of themselves may fail. */
    private static String message(LogRecord record) {
        try {
            return ThrownDetails.storable(
                    String.valueOf(new SimpleFormatter().formatMessage(record)), ThrownDetails.MOST_TEXT);
        } catch (RuntimeException e) {
            return ThrownDetails.shown(record.getMessage());
        }
    }
}
