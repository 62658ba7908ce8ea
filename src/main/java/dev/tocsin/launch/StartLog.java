package dev.tocsin.launch;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/**
 * Holds back what the app server logs while it starts. If it starts, none of it mattered; if it does
 * not, the launcher says why in a line, and shows the rest only where it knows no better.
 */
public final class StartLog implements Filter {

    private static final int MOST = 200;
    private static final List<LogRecord> HELD = new ArrayList<>();
    private static boolean starting = true;

    @Override
    public boolean isLoggable(LogRecord record) {
        synchronized (HELD) {
            String logger = record.getLoggerName();
            if (!starting || logger != null && logger.startsWith("dev.tocsin.")) {
                return true;
            }
            if (HELD.size() < MOST) {
                HELD.add(record);
            }
            return false;
        }
    }

    /** From now on everything is logged. */
    static void started() {
        synchronized (HELD) {
            starting = false;
            HELD.clear();
        }
    }

    /** What the database said, if that was the reason for something: the server needs it before the application does. */
    static Optional<String> databaseFailure() {
        synchronized (HELD) {
            return HELD.stream()
                    .map(LogRecord::getThrown)
                    .flatMap(StartLog::causes)
                    .filter(cause -> cause instanceof SQLException && cause.getCause() == null
                            || cause.getClass().getName().startsWith("org.postgresql."))
                    .map(Throwable::getMessage)
                    .findFirst();
        }
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(50);
    }

    /** What was held back, as it would have been logged. */
    static String held() {
        SimpleFormatter formatter = new SimpleFormatter();
        StringBuilder text = new StringBuilder();
        synchronized (HELD) {
            HELD.forEach(record -> text.append(formatter.format(record)));
        }
        return text.toString();
    }
}
