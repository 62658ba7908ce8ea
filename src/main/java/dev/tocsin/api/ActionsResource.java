package dev.tocsin.api;

import static dev.tocsin.security.Permission.READ;

import dev.tocsin.action.ActionRegistry;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** The actions that responders can name, with the arguments that they take. */
@Produces(MediaType.APPLICATION_JSON)
public class ActionsResource {

    @Inject
    private ActionRegistry registry;

    @Needs(READ)
    @GET
    public String list() {
        return Bodies.object()
                .add("items", Bodies.list(registry.all(), Bodies::kind))
                .add("next", JsonValue.NULL)
                .build()
                .toString();
    }
}
