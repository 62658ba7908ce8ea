package dev.tocsin.responder;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Secrets;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/** Sees to the secrets among the arguments of a responder's actions. */
@ApplicationScoped
class DraftSecrets {

    private ActionRegistry registry;
    private Secrets secrets;

    /** For the container's proxy. */
    protected DraftSecrets() {}

    @Inject
    DraftSecrets(ActionRegistry registry, Secrets secrets) {
        this.registry = registry;
        this.secrets = secrets;
    }

    /**
     * The draft as it is stored: secrets are encrypted, and where the marker stands for one, it is the one of
     * the action with that id, or of one that is just the same.
     *
     * @param stored the actions of the responder as they are
     * @throws dev.tocsin.platform.InvalidInput if there is no key, or nothing that a marker can stand for
     */
    ResponderDraft sealed(ResponderDraft wanted, List<ResponderAction> stored) {
        Problems problems = new Problems();
        List<Long> named = wanted.actions().stream()
                .map(ResponderDraft.Step::id)
                .filter(Objects::nonNull)
                .toList();
        List<ResponderAction> others = new ArrayList<>(stored);
        others.removeIf(action -> named.contains(action.id()));
        List<ResponderDraft.Step> steps = new ArrayList<>();
        for (int i = 0; i < wanted.actions().size(); i++) {
            ResponderDraft.Step step = wanted.actions().get(i);
            Optional<ResponderAction> before = step.id() == null
                    ? others.stream().filter(action -> looksLike(action, step)).findFirst()
                    : stored.stream()
                            .filter(action -> action.id() == step.id())
                            .filter(action -> isSameAction(action.targetFunction(), step.targetFunction()))
                            .findFirst();
            before.ifPresent(others::remove);
            steps.add(step.with(secrets.sealed(
                    declared(step),
                    step.functionKwargs(),
                    before.map(ResponderAction::storedKwargs).orElse(JsonValue.EMPTY_JSON_OBJECT),
                    "actions[" + i + "].function_kwargs",
                    problems)));
        }
        problems.throwIfAny();
        return wanted.with(steps);
    }

    private static boolean looksLike(ResponderAction action, ResponderDraft.Step step) {
        return action.targetFunction().equals(step.targetFunction())
                && action.delaySec() == step.delaySec()
                && action.functionKwargs().equals(step.functionKwargs());
    }

    private boolean isSameAction(String name, String other) {
        Optional<Action> action = registry.find(name);
        return action.isPresent() && action.equals(registry.find(other));
    }

    private Arguments declared(ResponderDraft.Step step) {
        return registry.find(step.targetFunction()).map(Action::arguments).orElseGet(Arguments::any);
    }

    /** The arguments of an action, encrypted with the current key as far as they can be read. */
    JsonObject current(ResponderAction action) {
        return secrets.current(action.storedKwargs());
    }

    /** Whether an action does just what that step of a sealed draft says. */
    boolean isSame(ResponderAction action, ResponderDraft.Step step) {
        return action.targetFunction().equals(step.targetFunction())
                && action.delaySec() == step.delaySec()
                && secrets.same(action.storedKwargs(), step.functionKwargs());
    }

    /**
     * The digests of a draft, whether its secrets are in clear text or stored: one for each key of the
     * configuration, the current one first.
     */
    List<String> digests(ResponderDraft draft) {
        List<List<JsonObject>> prints = draft.actions().stream()
                .map(step -> secrets.fingerprints(declared(step), step.functionKwargs()))
                .toList();
        int keys = prints.stream().mapToInt(List::size).max().orElse(1);
        return IntStream.range(0, keys)
                .mapToObj(key -> DraftDigest.of(draft.with(IntStream.range(0, prints.size())
                        .mapToObj(i -> draft.actions()
                                .get(i)
                                .with(prints.get(i)
                                        .get(Math.min(key, prints.get(i).size() - 1))))
                        .toList())))
                .toList();
    }
}
