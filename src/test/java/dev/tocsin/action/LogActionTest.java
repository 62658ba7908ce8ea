package dev.tocsin.action;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.issue.Issue;
import dev.tocsin.issue.TestIssues;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problems;
import jakarta.json.JsonObject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogActionTest {

    private final Logger log = Logger.getLogger("dev.tocsin.log");
    private final Kept kept = new Kept();
    private final LogAction action = new LogAction();

    @BeforeEach
    void listen() {
        log.setLevel(Level.ALL);
        log.setUseParentHandlers(false);
        log.addHandler(kept);
    }

    @AfterEach
    void stopListening() {
        log.removeHandler(kept);
        log.setUseParentHandlers(true);
        log.setLevel(null);
    }

    @Test
    void theIssueIsWrittenAsOneWarning() {
        Object result = run(TestIssues.open(1234567, "Order late"), "{}");

        assertThat(kept.lines)
                .containsExactly(
                        "WARNING issue 1234567 \"Order late\", seen 1×, https://tocsin.example.com/issues/1234567");
        assertThat(result).isEqualTo(Map.of("logged_at", "warning"));
    }

    @Test
    void aMessageIsWrittenBeforeTheIssue() {
        run(TestIssues.open(7, "Order late"), "{'message':'Please {0} look'}");

        assertThat(kept.lines).singleElement().asString().startsWith("WARNING Please {0} look: issue 7 \"Order late\"");
    }

    @ParameterizedTest
    @CsvSource({"info, INFO", "warning, WARNING", "severe, SEVERE"})
    void howLoudItIsCanBeChosen(String word, String level) {
        Object result = run(TestIssues.open(7, "late"), "{'level':'" + word + "'}");

        assertThat(kept.lines).singleElement().asString().startsWith(level + " ");
        assertThat(result).isEqualTo(Map.of("logged_at", word));
    }

    @Test
    void aNameStaysOneLineAndIsNoPattern() {
        run(TestIssues.open(7, "late\r\nSEVERE forged {0} '{'"), "{}");

        assertThat(kept.lines)
                .singleElement()
                .asString()
                .contains("\"late  SEVERE forged {0} '{'\"")
                .doesNotContain("\n");
    }

    @ParameterizedTest
    @CsvSource({
        "'{}', true",
        "'{\"message\":\"a\",\"level\":\"info\"}', true",
        "'{\"message\":\"a\\nb\"}', false",
        "'{\"level\":\"debug\"}', false",
        "'{\"text\":\"a\"}', false"
    })
    void itsArgumentsAreChecked(String given, boolean accepted) {
        Problems problems = new Problems();

        action.arguments().check((JsonObject) Json.parse(given), "kwargs", problems);

        assertThat(problems.isEmpty()).isEqualTo(accepted);
    }

    private Object run(Issue issue, String arguments) {
        return action.execute(new ActionContext(
                issue,
                (JsonObject) Json.parse(arguments.replace('\'', '"')),
                "key-1",
                1,
                issue.openedAt(),
                "late",
                URI.create("https://tocsin.example.com/issues/" + issue.id())));
    }

    private static final class Kept extends Handler {

        private final List<String> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getLevel().getName() + " " + new SimpleFormatter().formatMessage(record));
        }

        @Override
        public void flush() {
            // nothing is held back
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
