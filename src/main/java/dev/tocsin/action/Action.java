package dev.tocsin.action;

import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Problems;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Something that a responder can do about an issue. To add one, write a CDI bean that implements this;
 * responders name it by its {@link #name()} as their {@code target_function}.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class PageTheOperator implements Action {
 *     @Inject Pager pager;
 *
 *     @Override public String name() { return "page"; }
 *
 *     @Override public Arguments arguments() {
 *         return Arguments.of(Argument.required("team", Argument.Type.TEXT, "Whom to page"));
 *     }
 *
 *     @Override public Object execute(ActionContext context) {
 *         String ticket = pager.page(context.text("team"), context.issue().name(), context.idempotencyKey());
 *         return Map.of("ticket", ticket);
 *     }
 * }
 * }</pre>
 *
 * <p><b>Guarantees.</b> An action runs outside any transaction, in a thread of the server, with a
 * request scope of its own. It runs at least once for each time it is planned: a node that dies in the
 * middle cannot tell whether it was done, so another one runs it again, with the same
 * {@link ActionContext#idempotencyKey()}. Two nodes do not run the same planned action at the same
 * time. Beans are shared: an action must be safe for use by many threads.
 */
public interface Action {

    /** What responders name it by; unique in the application. Letters, digits, dots, hyphens, underscores. */
    String name();

    /** Other names that responders may use for it. */
    default Set<String> aliases() {
        return Set.of();
    }

    /** One sentence for the people who choose among the actions. */
    default String description() {
        return "";
    }

    /** The arguments it takes, checked when a responder is saved. By default any are accepted. */
    default Arguments arguments() {
        return Arguments.any();
    }

    /**
     * Says what else is wrong with the arguments of a responder that is to be saved, once {@link #arguments()}
     * has nothing against them. In place of a secret, there may be {@code ********}.
     *
     * @param path where the arguments are in the responder, for {@link Problems#path}
     */
    default void check(JsonObject given, String path, Problems problems) {}

    /**
     * How long it may take. After that its thread is interrupted, and the attempt counts as failed; an
     * action that ignores the interrupt goes on without anyone waiting for it, while the next attempt may
     * begin. Empty: the server's {@code tocsin.action.timeout}.
     */
    default Optional<Duration> timeout() {
        return Optional.empty();
    }

    /**
     * What {@link #execute} would send, without sending it: shown to people who try a responder. It changes nothing,
     * and calls nobody. By default there is nothing to show but the arguments.
     *
     * @param context with an issue that need not be in the database
     */
    default Optional<ActionPreview> preview(ActionContext context) throws Exception {
        return Optional.empty();
    }

    /**
     * Does it.
     *
     * @return what the history should keep: a map, a public record, a text, a JsonValue; null for nothing
     * @throws PermanentFailure if trying again cannot help: the action is FAILED at once
     * @throws Exception for any other failure: the attempt is kept with its message, and made again later
     */
    Object execute(ActionContext context) throws Exception;
}
