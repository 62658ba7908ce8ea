package dev.tocsin.api;

import static dev.tocsin.security.Permission.ADMINISTER;

import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problems;
import dev.tocsin.security.Logins;
import dev.tocsin.security.Needs;
import dev.tocsin.security.Role;
import dev.tocsin.security.User;
import dev.tocsin.security.Users;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;

/** The people who may log in: make, change, delete, list. */
@Produces(MediaType.APPLICATION_JSON)
public class UsersResource {

    private static final Role[] ROLES = {Role.VIEWER, Role.OPERATOR, Role.ADMIN};

    @Inject
    private Users users;

    @Inject
    private Logins logins;

    @Context
    private UriInfo address;

    @Needs(ADMINISTER)
    @GET
    public String list() {
        requireOurs();
        new QueryParameters(address).refuseWrongOnes();
        return Bodies.object()
                .add("items", Bodies.list(users.list(), SecurityBodies::user))
                .add("next", JsonValue.NULL)
                .build()
                .toString();
    }

    @Needs(ADMINISTER)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        requireOurs();
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(RequestBody.read(body), "", problems);
        problems.throwIfAny();
        String name = fields.requiredText("name");
        String password = fields.requiredText("password");
        Role role = SecurityBodies.role(fields, problems, ROLES);
        fields.refuseOthers();
        problems.throwIfAny();
        User user = users.create(name, password, role);
        return Response.status(201)
                .location(address.getAbsolutePathBuilder()
                        .path(Long.toString(user.id()))
                        .build())
                .entity(SecurityBodies.user(user).toString())
                .build();
    }

    @Needs(ADMINISTER)
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public String change(@PathParam("id") long id, InputStream body) {
        requireOurs();
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(RequestBody.read(body), "", problems);
        problems.throwIfAny();
        Role role = SecurityBodies.role(fields, problems, ROLES);
        boolean enabled = fields.flag("enabled", true);
        String password = fields.text("password").orElse(null);
        fields.refuseOthers();
        problems.throwIfAny();
        return SecurityBodies.user(users.change(id, role, enabled, password)).toString();
    }

    @Needs(ADMINISTER)
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") long id) {
        requireOurs();
        users.delete(id);
        return Response.noContent().build();
    }

    private void requireOurs() {
        if (!logins.areOurs()) {
            throw ApiProblem.notFound("The application that Tocsin is part of knows its users itself");
        }
    }
}
