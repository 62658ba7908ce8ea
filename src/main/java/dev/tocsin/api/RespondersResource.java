package dev.tocsin.api;

import static dev.tocsin.security.Permission.ADMINISTER;
import static dev.tocsin.security.Permission.READ;

import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problems;
import dev.tocsin.responder.PatternTrial;
import dev.tocsin.responder.Responder;
import dev.tocsin.responder.ResponderJson;
import dev.tocsin.responder.ResponderNotFound;
import dev.tocsin.responder.ResponderService;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
import jakarta.json.JsonObjectBuilder;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;

/** Responders: make, change, delete, find, and try before saving. */
@Produces(MediaType.APPLICATION_JSON)
public class RespondersResource {

    @Inject
    private ResponderService responders;

    @Inject
    private ResponderJson json;

    @Inject
    private PatternTrial trial;

    @Context
    private UriInfo address;

    @Needs(READ)
    @GET
    public String list() {
        QueryParameters parameters = new QueryParameters(address);
        int limit = parameters.limit();
        var after = parameters.after();
        parameters.refuseWrongOnes();
        return Bodies.page(responders.list(after, limit), address, Bodies::responder);
    }

    @Needs(ADMINISTER)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        Responder responder = responders.create(json.read(RequestBody.read(body)));
        return with(Response.status(201), responder)
                .location(address.getAbsolutePathBuilder()
                        .path(Long.toString(responder.id()))
                        .build())
                .build();
    }

    @Needs(READ)
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") long id) {
        return with(Response.ok(), responders.find(id).orElseThrow(() -> new ResponderNotFound(id)))
                .build();
    }

    @Needs(ADMINISTER)
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(
            @PathParam("id") long id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, InputStream body) {
        Long expected = EntityTags.version(ifMatch);
        return with(Response.ok(), responders.update(id, expected, json.read(RequestBody.read(body))))
                .build();
    }

    @Needs(ADMINISTER)
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") long id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        responders.delete(id, EntityTags.version(ifMatch));
        return Response.noContent().build();
    }

    @Needs(READ)
    @POST
    @Path("try")
    @Consumes(MediaType.APPLICATION_JSON)
    public String tryPattern(InputStream body) {
        Problems problems = new Problems();
        JsonFields fields = JsonFields.of(RequestBody.read(body), "", problems);
        problems.throwIfAny();
        String pattern = fields.requiredText("watch_pattern");
        String name = fields.text("name").orElse(null);
        fields.refuseOthers();
        problems.throwIfAny();
        PatternTrial.Result result = trial.of(pattern, name);
        JsonObjectBuilder answer = Bodies.object();
        if (result.matchesName() == null) {
            answer.addNull("matches");
        } else {
            answer.add("matches", result.matchesName());
        }
        return answer.add(
                        "open_issues",
                        Bodies.object()
                                .add("count", result.count())
                                .add("complete", result.complete())
                                .add("items", Bodies.list(result.first(), Bodies::openName)))
                .build()
                .toString();
    }

    private static Response.ResponseBuilder with(Response.ResponseBuilder response, Responder responder) {
        return response.tag(Long.toString(responder.version()))
                .entity(Bodies.responder(responder).toString());
    }
}
