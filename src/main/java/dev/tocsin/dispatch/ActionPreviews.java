package dev.tocsin.dispatch;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.action.ActionPreview;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.issue.Issue;
import dev.tocsin.security.Needs;
import dev.tocsin.security.Permission;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import java.time.Clock;
import java.util.Optional;

/** What an action of a responder would send for an issue; nothing is sent. */
@ApplicationScoped
@Needs(Permission.READ)
public class ActionPreviews {

    @Inject
    private ActionRegistry registry;

    @Inject
    private ActionRunner runner;

    @Inject
    private Clock clock;

    /**
     * @param functionKwargs checked before
     * @return empty if the action has nothing to show
     * @throws Exception what would also fail when it runs
     */
    public Optional<ActionPreview> of(
            String targetFunction, JsonObject functionKwargs, Issue issue, String watchPattern) throws Exception {
        Optional<Action> action = registry.find(targetFunction);
        return action.isEmpty()
                ? Optional.empty()
                : action.get()
                        .preview(new ActionContext(
                                issue,
                                functionKwargs,
                                "preview",
                                1,
                                clock.instant(),
                                watchPattern,
                                runner.link(issue.id())));
    }
}
