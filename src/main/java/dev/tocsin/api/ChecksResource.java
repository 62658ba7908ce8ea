package dev.tocsin.api;

import static dev.tocsin.security.Permission.READ;

import dev.tocsin.assertion.Checks;
import dev.tocsin.platform.Json;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The checks that assertions can name. */
@Produces(MediaType.APPLICATION_JSON)
public class ChecksResource {

    @Inject
    private Checks checks;

    @Context
    private UriInfo address;

    @Needs(READ)
    @GET
    public String list() {
        new QueryParameters(address).refuseWrongOnes();
        return Bodies.object()
                .add("items", Bodies.list(checks.all(), AssertionBodies::check))
                .add("entity_types", Bodies.list(checks.entities(), Json.provider()::createValue))
                .build()
                .toString();
    }
}
