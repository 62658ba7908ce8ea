package dev.tocsin.dispatch;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.action.PermanentFailure;
import dev.tocsin.platform.FailureText;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.OpenedArguments;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.SecretLost;
import dev.tocsin.platform.Secrets;
import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Runs one attempt at an action and says how it ended; nothing that an action does gets past it. */
@ApplicationScoped
class ActionRunner {

    private static final Logger LOG = Logger.getLogger(ActionRunner.class.getName());
    private static final int MOST_RESULT = 262_144;

    @Inject
    private ActionRegistry registry;

    @Inject
    private Secrets secrets;

    @Inject
    private Settings settings;

    @Inject
    private Clock clock;

    Duration timeout(ClaimedAction action) {
        try {
            return registry.find(action.targetFunction())
                    .flatMap(Action::timeout)
                    .orElse(settings.actionTimeout());
        } catch (RuntimeException e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "The action " + action.targetFunction() + " does not say how long it may take; it has "
                            + settings.actionTimeout().toSeconds() + " s");
            return settings.actionTimeout();
        }
    }

    /** @param reached told just before the action's own code */
    @ActivateRequestContext
    public Outcome run(ClaimedAction claimed, Instant startedAt, Runnable reached) {
        Optional<Action> action = registry.find(claimed.targetFunction());
        if (action.isEmpty()) {
            return failed(
                    claimed,
                    Outcome.Kind.REFUSED,
                    "There is no action \"" + claimed.targetFunction() + "\"; there are: " + registry.names());
        }
        OpenedArguments arguments;
        try {
            arguments = secrets.opened(claimed.functionKwargs());
        } catch (SecretLost e) {
            return failed(claimed, Outcome.Kind.REFUSED, e.getMessage());
        }
        try {
            ActionContext context = context(claimed, arguments.values(), startedAt);
            reached.run();
            Object result = action.get().execute(context);
            return Outcome.succeeded(claimed, clock.instant(), arguments.hide(storable(result)));
        } catch (PermanentFailure e) {
            return failed(claimed, Outcome.Kind.REFUSED, arguments.hide(FailureText.of(e)));
        } catch (VirtualMachineError | ThreadDeath e) {
            throw e;
        } catch (Throwable e) {
            return failed(claimed, Outcome.Kind.FAILED, arguments.hide(FailureText.of(e)));
        }
    }

    Outcome withdrawn(ClaimedAction claimed) {
        return failed(claimed, Outcome.Kind.WITHDRAWN, "the issue was closed just before this was to start");
    }

    /** Others may have the time for it: it is planned as it was. */
    Outcome givenBack(ClaimedAction claimed) {
        return failed(claimed, Outcome.Kind.WITHDRAWN, "the issue was closed while this waited for a worker");
    }

    Outcome timedOut(ClaimedAction claimed) {
        return failed(
                claimed,
                Outcome.Kind.TIMED_OUT,
                "did not end within " + timeout(claimed).toMillis() + " ms, and was interrupted");
    }

    /** Another node may be at it, or will be. */
    Outcome leaseLost(ClaimedAction claimed) {
        return failed(
                claimed,
                Outcome.Kind.INTERRUPTED,
                "this node could not tell the database in time that it was still running this, and interrupted it");
    }

    Outcome interrupted(ClaimedAction claimed) {
        return failed(claimed, Outcome.Kind.INTERRUPTED, "the server stopped before it had ended");
    }

    private Outcome failed(ClaimedAction claimed, Outcome.Kind kind, String error) {
        return Outcome.failed(claimed, kind, clock.instant(), error);
    }

    private ActionContext context(ClaimedAction claimed, JsonObject arguments, Instant startedAt) {
        return new ActionContext(
                claimed.issue(),
                arguments,
                claimed.idempotencyKey(),
                claimed.attempt(),
                startedAt,
                claimed.watchPattern(),
                link(claimed.issueId()));
    }

    /** Where a person finds the issue. */
    URI link(long issueId) {
        if (settings.pagesEnabled()) {
            return URI.create(settings.baseUrl() + "/tocsin/issue.xhtml?id=" + issueId);
        }
        return settings.restEnabled()
                ? URI.create(settings.baseUrl() + settings.restPath() + "/issues/" + issueId)
                : settings.baseUrl();
    }

    /** It was done, whatever it returned: a result that cannot be stored does not make it a failure. */
    private static JsonValue storable(Object result) {
        try {
            JsonValue json = Json.of(result, "result");
            Problems problems = new Problems();
            Json.check(json, "result", MOST_RESULT, problems);
            problems.throwIfAny();
            return json;
        } catch (InvalidInput | StackOverflowError e) {
            return Completion.note("result_not_kept", String.valueOf(e.getMessage()));
        }
    }
}
