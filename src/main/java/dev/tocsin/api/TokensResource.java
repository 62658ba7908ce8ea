package dev.tocsin.api;

import static dev.tocsin.security.Permission.ADMINISTER;

import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problems;
import dev.tocsin.security.Needs;
import dev.tocsin.security.NewToken;
import dev.tocsin.security.Role;
import dev.tocsin.security.Tokens;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Instant;

/** Tokens of programs: make, list, take back. */
@Produces(MediaType.APPLICATION_JSON)
public class TokensResource {

    @Inject
    private Tokens tokens;

    @Context
    private UriInfo address;

    @Needs(ADMINISTER)
    @GET
    public String list() {
        new QueryParameters(address).refuseWrongOnes();
        return Bodies.object()
                .add(
                        "items",
                        Bodies.list(
                                tokens.list(),
                                token -> SecurityBodies.token(token).build()))
                .add("next", JsonValue.NULL)
                .build()
                .toString();
    }

    @Needs(ADMINISTER)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(RequestBody.read(body), "", problems);
        problems.throwIfAny();
        String name = fields.requiredText("name");
        Role role = SecurityBodies.role(fields, problems, Role.values());
        Instant expiresAt = SecurityBodies.time(fields, "expires_at", problems);
        fields.refuseOthers();
        problems.throwIfAny();
        NewToken made = tokens.create(name, role, expiresAt);
        return Response.status(201)
                .location(address.getAbsolutePathBuilder()
                        .path(Long.toString(made.token().id()))
                        .build())
                .entity(SecurityBodies.token(made.token())
                        .add("secret", made.secret())
                        .build()
                        .toString())
                .build();
    }

    @Needs(ADMINISTER)
    @DELETE
    @Path("{id}")
    public Response revoke(@PathParam("id") long id) {
        tokens.revoke(id);
        return Response.noContent().build();
    }
}
