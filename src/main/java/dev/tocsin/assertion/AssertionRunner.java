package dev.tocsin.assertion;

import dev.tocsin.issue.Actor;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.NewIssue;
import dev.tocsin.issue.Opening;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.platform.FailureText;
import dev.tocsin.platform.OpenedArguments;
import dev.tocsin.platform.SecretLost;
import dev.tocsin.platform.Secrets;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Checks one assertion, and sees to its issues. */
@ApplicationScoped
class AssertionRunner {

    private static final Logger LOG = Logger.getLogger(AssertionRunner.class.getName());

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    @Inject
    private CheckRegistry registry;

    @Inject
    private EntityTypes entities;

    @Inject
    private IssueService issues;

    @Inject
    private AssertionRuns runs;

    @Inject
    private SoftFailures softFailures;

    @Inject
    private RequestScope requestScope;

    @Inject
    private HangingChecks hanging;

    @Inject
    private Secrets secrets;

    /** Each of its tasks has a request scope of its own. */
    Executor executor() {
        return task -> executor.execute(() -> requestScope.run(task));
    }

    /**
     * Does work for an assertion in a thread of its own.
     *
     * @param parts what the limit counts from
     * @throws TimedCall.TookTooLong if it was given up
     */
    <T> T call(long assertionId, Duration limit, TimedCall.Parts parts, Callable<T> work) throws Exception {
        return TimedCall.call(executor(), limit, parts, hanging.watched(assertionId, work));
    }

    /** Whether it goes over the records of an entity, page by page. */
    boolean isAboutRecords(Assertion assertion) {
        return assertion.definition().records() != null;
    }

    /** Checks one that is not about the records of an entity, from its beginning to its end. */
    void run(Assertion assertion, AssertionRun run) {
        finish(assertion, run, outcome(assertion, run));
    }

    void finish(Assertion assertion, AssertionRun run, RunOutcome outcome) {
        runs.finish(run, outcome);
        if (outcome.state() == AssertionState.ERROR) {
            LOG.log(
                    Level.WARNING,
                    "The assertion \"{0}\" could not be checked: {1}; its issues stay as they are.",
                    new Object[] {assertion.name(), outcome.message()});
        }
    }

    private RunOutcome outcome(Assertion assertion, AssertionRun run) {
        Definition definition = assertion.storedDefinition();
        try {
            hanging.refuse(assertion.id());
            RegisteredCheck check = check(definition);
            OpenedArguments arguments = secrets.opened(definition.arguments());
            CheckContext context = context(definition, arguments);
            try (RegisteredCheck.Callee callee = DiscreetCheck.of(check.source().open(), arguments)) {
                return check.kind() == RegisteredCheck.Kind.SEARCH
                        ? search(run, definition, callee, context)
                        : plain(assertion, callee, context);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return RunOutcome.error("It was interrupted");
        } catch (TimedCall.TookTooLong e) {
            return RunOutcome.error("The check " + e.getMessage());
        } catch (HangingChecks.StillHangs | NotCallable | SecretLost e) {
            return RunOutcome.error(e.getMessage());
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            return RunOutcome.error(FailureText.of(e));
        }
    }

    private static CheckContext context(Definition definition, OpenedArguments arguments) {
        return new CheckContext(definition.name(), arguments.values(), definition.timeLimit());
    }

    private RunOutcome plain(Assertion assertion, RegisteredCheck.Callee callee, CheckContext context)
            throws Exception {
        Verdict verdict = call(assertion.id(), context.timeout(), new TimedCall.Parts(), () -> callee.check(context));
        Definition definition = assertion.definition();
        if (verdict.isPassed()) {
            int resolved = issues.resolveAll(definition.name(), null, "The assertion passes", actor(definition));
            return new RunOutcome(AssertionState.PASSING, 1, 0, 0, resolved, null);
        }
        int failures = assertion.consecutiveFailures() + 1;
        if (failures < definition.attempts()) {
            return new RunOutcome(
                    AssertionState.FAILING,
                    1,
                    1,
                    0,
                    0,
                    "Failed " + failures + " of the " + definition.attempts() + " times that open an issue");
        }
        boolean created = issues.openAll(
                        List.of(Opening.once(new NewIssue(definition.name(), verdict.details(), null))),
                        actor(definition))
                .get(0)
                .created();
        return new RunOutcome(AssertionState.FAILING, 1, 1, created ? 1 : 0, 0, null);
    }

    private RunOutcome search(
            AssertionRun run, Definition definition, RegisteredCheck.Callee callee, CheckContext context)
            throws Exception {
        Search.Findings found =
                call(run.assertionId(), context.timeout(), new TimedCall.Parts(), () -> callee.search(context));
        RecordRun records = new RecordRun(run, definition, found.recordType(), issues, softFailures);
        RecordRun.Findings findings = new RecordRun.Findings();
        found.failing().stream().map(Search.Finding::recordId).forEach(id -> RecordRef.of(found.recordType(), id));
        records.checksNext(
                () -> found.failing().stream().map(Search.Finding::recordId).toList());
        found.failing().forEach(failing -> records.failed(failing.recordId(), failing.details(), findings));
        records.apply(findings);
        if (found.complete()) {
            records.unseen().values().forEach(gone -> records.gone(gone, "It is no longer found"));
        }
        long failing = found.failing().size();
        return records.finish(failing, failing, found.complete());
    }

    private RegisteredCheck check(Definition definition) throws NotCallable {
        return registry.find(definition.checkFunction())
                .orElseThrow(() -> new NotCallable(
                        "There is no check \"" + definition.checkFunction() + "\"; there are: " + registry.names()));
    }

    /** @throws IllegalArgumentException saying what is wrong with what it selects */
    EntityAccess entity(Definition definition) {
        return entities.find(
                definition.records().entityType(), definition.records().unit());
    }

    /**
     * @throws HangingChecks.StillHangs if an earlier check of that assertion goes on
     * @throws NotCallable if there is no such check, or its bean cannot be made
     */
    RecordRun records(Assertion assertion, AssertionRun run) throws HangingChecks.StillHangs, NotCallable {
        hanging.refuse(assertion.id());
        Definition definition = assertion.storedDefinition();
        // What cannot be read or called is found out before there are records to look at, which a job does of several
        // assertions.
        tryToOpen(definition, secrets.opened(definition.arguments()));
        return new RecordRun(run, definition, entity(definition).recordType(), issues, softFailures);
    }

    private void tryToOpen(Definition definition, OpenedArguments arguments) throws NotCallable {
        try {
            DiscreetCheck.of(check(definition).source().open(), arguments).close();
        } catch (VirtualMachineError | NotCallable e) {
            throw e;
        } catch (Throwable e) {
            throw new NotCallable(FailureText.of(e));
        }
    }

    /** A check that is not there, or whose bean cannot be made; the message is for people. */
    static final class NotCallable extends Exception {
        private static final long serialVersionUID = 1L;

        NotCallable(String message) {
            super(message);
        }
    }

    RecordScan scan(RecordRun run, List<Object> after, List<Object> upTo) throws NotCallable {
        Definition definition = run.definition();
        EntityAccess entity = entity(definition);
        OpenedArguments arguments = secrets.opened(definition.arguments());
        return new RecordScan(
                run,
                entity,
                RecordQuery.of(definition.records(), entity.entityName(), entity.idPaths()),
                DiscreetCheck.of(check(definition).source().open(), arguments),
                context(definition, arguments),
                this,
                after,
                upTo);
    }

    private static Actor actor(Definition definition) {
        return new Actor(Actor.Kind.ASSERTION, definition.name());
    }
}
