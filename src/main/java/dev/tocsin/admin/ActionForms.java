package dev.tocsin.admin;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Json;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonValue;
import java.util.List;

/** What the editor's script makes the form of an action from: the arguments that each action declares. */
@ApplicationScoped
class ActionForms {

    private ActionRegistry registry;

    /** For the container's proxy. */
    protected ActionForms() {}

    @Inject
    ActionForms(ActionRegistry registry) {
        this.registry = registry;
    }

    /** One object for each action; its {@code arguments} are null if it takes any. */
    JsonArray json() {
        JsonArrayBuilder actions = Json.provider().createArrayBuilder();
        registry.all().forEach(action -> actions.add(form(action)));
        return actions.build();
    }

    private static JsonObjectBuilder form(Action action) {
        return Json.provider()
                .createObjectBuilder()
                .add("name", action.name())
                .add("aliases", Json.of(action.aliases().stream().sorted().toList(), "aliases"))
                .add("description", action.description())
                .add(
                        "arguments",
                        action.arguments().declared().map(ActionForms::fields).orElse(JsonValue.NULL));
    }

    private static JsonValue fields(List<Argument> arguments) {
        JsonArrayBuilder fields = Json.provider().createArrayBuilder();
        arguments.forEach(argument -> fields.add(Json.provider()
                .createObjectBuilder()
                .add("name", argument.name())
                .add("type", argument.type().word())
                .add("required", argument.required())
                .add("description", argument.description())
                .add("choices", Json.of(argument.choices(), "choices"))
                .add("secret", argument.secret())));
        return fields.build();
    }
}
