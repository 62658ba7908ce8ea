package dev.tocsin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.junit.jupiter.api.Test;

class IssueHandlerTest {

    private final List<LoggedIssue> opened = new ArrayList<>();
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private IssueHandler handler = new IssueHandler(Level.WARNING, opened::addAll, tasks::add);

    private static LogRecord record(Level level, String logger, String message) {
        LogRecord record = new LogRecord(level, message);
        record.setLoggerName(logger);
        return record;
    }

    private void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.poll().run();
        }
    }

    @Test
    void opensInAnotherThreadAndFromTheLevelUp() {
        handler.publish(record(Level.INFO, "shop", "all is well"));
        handler.publish(record(Level.WARNING, "shop", "not so well"));
        handler.publish(record(Level.SEVERE, "shop", "not well"));
        assertThat(opened).isEmpty();
        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(opened).extracting(LoggedIssue::name).containsExactly("shop: not so well", "shop: not well");
    }

    @Test
    void neverComesBackToItself() {
        handler.publish(record(Level.SEVERE, "dev.tocsin.issue", "own"));
        assertThat(tasks).isEmpty();

        handler = new IssueHandler(
                Level.WARNING,
                issues -> {
                    opened.addAll(issues);
                    handler.publish(record(Level.SEVERE, "org.driver", "what opening logs"));
                },
                tasks::add);
        handler.publish(record(Level.SEVERE, "shop", "not well"));
        runTasks();
        assertThat(opened).extracting(LoggedIssue::name).containsExactly("shop: not well");
    }

    @Test
    void whatDoesNotFitIsLeftOutAndNobodyWaits() {
        for (int i = 0; i < 1500; i++) {
            handler.publish(record(Level.SEVERE, "shop", "flood"));
        }
        assertThat(tasks).hasSize(1);
        runTasks();
        assertThat(opened).hasSize(1000);
        handler.publish(record(Level.SEVERE, "shop", "after the flood"));
        runTasks();
        assertThat(opened).hasSize(1001);
    }

    @Test
    void aDatabaseThatIsAwayOrAServerThatStopsIsNotSeenByWhoLogs() {
        handler = new IssueHandler(
                Level.WARNING,
                issues -> {
                    throw new IllegalStateException("no database");
                },
                tasks::add);
        handler.publish(record(Level.SEVERE, "shop", "not well"));
        runTasks();

        handler = new IssueHandler(Level.WARNING, opened::addAll, task -> {
            throw new RejectedExecutionException("stopping");
        });
        handler.publish(record(Level.SEVERE, "shop", "not well"));
        assertThat(opened).isEmpty();
    }

    @Test
    void onceClosedItTakesNothing() {
        handler.close();
        handler.publish(record(Level.SEVERE, "shop", "not well"));
        assertThat(tasks).isEmpty();
    }
}
