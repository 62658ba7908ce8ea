package dev.tocsin.capture;

import dev.tocsin.issue.Actor;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.NewIssue;
import dev.tocsin.issue.Opening;
import dev.tocsin.platform.Migrations;
import dev.tocsin.platform.Settings;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import jakarta.annotation.Resource;
import jakarta.ejb.DependsOn;
import jakarta.ejb.Singleton;
import jakarta.ejb.Startup;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.inject.Inject;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Listens to the loggers that the configuration names, from the start of the application to its end. */
@Singleton(name = "tocsinLogCapture")
@Startup
@DependsOn(Migrations.NAME)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class LogCapture {

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Inject
    private IssueService issues;

    @Inject
    private Settings settings;

    private IssueHandler handler;

    /** Held, because the platform forgets a logger that nobody holds, and its handlers with it. */
    private List<Logger> loggers = List.of();

    @PostConstruct
    void start() {
        if (settings.logIssues().equals(Level.OFF)) {
            return;
        }
        handler = new IssueHandler(settings.logIssues(), this::open, executor);
        loggers = settings.logLoggers().stream().map(Logger::getLogger).toList();
        loggers.forEach(logger -> logger.addHandler(handler));
    }

    private void open(List<LoggedIssue> logged) {
        issues.openAll(
                logged.stream()
                        .map(one -> Opening.once(NewIssue.of(one.name(), one.details(), null)))
                        .toList(),
                Actor.CODE);
    }

    @PreDestroy
    void stop() {
        if (handler != null) {
            loggers.forEach(logger -> logger.removeHandler(handler));
            handler.close();
        }
    }
}
