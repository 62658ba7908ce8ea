package dev.tocsin.action;

import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** The actions of the application by their names. Nothing else can be reached from a responder. */
@ApplicationScoped
public class ActionRegistry {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,199}");

    private Iterable<Action> beans;
    private final Map<String, Action> byName = new TreeMap<>();
    private final Map<String, Action> byAlias = new HashMap<>();

    /** For the container's proxy. */
    protected ActionRegistry() {}

    @Inject
    ActionRegistry(@Any Instance<Action> beans) {
        this.beans = beans;
    }

    /** Without a container. */
    public ActionRegistry(List<Action> actions) {
        this.beans = List.copyOf(actions);
        collect();
    }

    @PostConstruct
    void collect() {
        Set<String> taken = new HashSet<>();
        for (Action action : beans) {
            List<String> names = new ArrayList<>(List.of(action.name()));
            names.addAll(action.aliases());
            for (String name : names) {
                if (!NAME.matcher(name).matches()) {
                    throw new IllegalStateException(
                            "The action " + action.getClass().getName() + " has the name \"" + name
                                    + "\"; needed are letters, digits, dots, hyphens and underscores");
                }
                if (!taken.add(name)) {
                    throw new IllegalStateException("Two actions have the name \"" + name + "\": "
                            + find(name).orElseThrow().getClass().getName() + " and "
                            + action.getClass().getName());
                }
                byAlias.put(name, action);
            }
            byName.put(action.name(), action);
        }
    }

    /** By its name or one of its aliases. */
    public Optional<Action> find(String name) {
        return Optional.ofNullable(byAlias.get(name));
    }

    /** In the order of their names. */
    public List<Action> all() {
        return List.copyOf(byName.values());
    }

    /** For messages. */
    public String names() {
        return byName.isEmpty() ? "none" : String.join(", ", byName.keySet());
    }
}
