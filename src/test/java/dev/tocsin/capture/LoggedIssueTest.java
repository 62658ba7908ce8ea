package dev.tocsin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoggedIssueTest {

    private static LogRecord record(String message, Object... parameters) {
        LogRecord record = new LogRecord(Level.SEVERE, message);
        record.setLoggerName("shop.Orders");
        record.setParameters(parameters);
        return record;
    }

    @Test
    void isNamedByTheMessageAsItIsWritten() {
        LoggedIssue issue = LoggedIssue.of(record("Order {0} failed", 4711));
        assertThat(issue.name()).isEqualTo("shop.Orders: Order {0} failed");
        assertThat(issue.details().get("message")).isEqualTo("Order 4,711 failed");
        assertThat(issue.details().get("level")).isEqualTo("SEVERE");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Order 4711 failed                                          | Order # failed
                    Order 0b0c6a0e-8f3a-4d27-9d7e-0a1b2c3d4e5f failed          | Order # failed
                    Commit 448b232a of deadbeef failed after 1.5 s             | Commit # of deadbeef failed after #.# s
                    No numbers here                                            | No numbers here
                    """)
    void idsThatAreWrittenIntoTheTextDoNotSplitIt(String message, String name) {
        assertThat(LoggedIssue.of(record(message)).name()).isEqualTo("shop.Orders: " + name);
    }

    @Test
    void withoutAMessageItIsNamedByWhatWasThrown() {
        LogRecord record = record(null);
        record.setThrown(new IllegalStateException("out of stock"));
        LoggedIssue issue = LoggedIssue.of(record);
        assertThat(issue.name()).isEqualTo("shop.Orders: IllegalStateException");
        assertThat(issue.details().get("exception_message")).isEqualTo("out of stock");
        assertThat(issue.details().get("stack_trace").toString()).contains("LoggedIssueTest");
    }

    @Test
    void aParameterWhoseTextFailsDoesNoHarm() {
        Object evil = new Object() {
            @Override
            public String toString() {
                throw new IllegalStateException("evil");
            }
        };
        assertThat(LoggedIssue.of(record("Got {0}", evil)).name()).isEqualTo("shop.Orders: Got {0}");
    }
}
