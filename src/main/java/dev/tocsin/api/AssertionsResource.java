package dev.tocsin.api;

import static dev.tocsin.security.Permission.ADMINISTER;
import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;

import dev.tocsin.assertion.Assertion;
import dev.tocsin.assertion.AssertionJson;
import dev.tocsin.assertion.AssertionNotFound;
import dev.tocsin.assertion.AssertionRun;
import dev.tocsin.assertion.AssertionService;
import dev.tocsin.assertion.AssertionState;
import dev.tocsin.job.Jobs;
import dev.tocsin.platform.Page;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
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
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** Assertions: make, change, delete, find, and check now. */
@Produces(MediaType.APPLICATION_JSON)
public class AssertionsResource {

    @Inject
    private AssertionService assertions;

    @Inject
    private AssertionJson json;

    @Inject
    private Jobs jobs;

    @Inject
    private Clock clock;

    @Context
    private UriInfo address;

    @Needs(READ)
    @GET
    public String list() {
        QueryParameters parameters = new QueryParameters(address);
        AssertionState state = parameters.word("state", AssertionState.class);
        int limit = parameters.limit();
        var after = parameters.after();
        parameters.refuseWrongOnes();
        Page<Assertion> page = assertions.list(state, after, limit);
        Map<Long, AssertionRun> lastRuns = assertions.lastRuns(page.items());
        return Bodies.page(
                page,
                address,
                assertion -> AssertionBodies.assertion(
                                assertion, lastRuns.get(assertion.id()), assertions.runningJob(assertion))
                        .build());
    }

    @Needs(ADMINISTER)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response create(InputStream body) {
        Assertion assertion = assertions.create(json.read(RequestBody.read(body)));
        return with(Response.status(201), assertion)
                .location(address.getAbsolutePathBuilder()
                        .path(Long.toString(assertion.id()))
                        .build())
                .build();
    }

    @Needs(READ)
    @GET
    @Path("{id}")
    public Response one(@PathParam("id") long id) {
        return with(Response.ok(), found(id)).build();
    }

    @Needs(ADMINISTER)
    @PUT
    @Path("{id}")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response replace(
            @PathParam("id") long id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch, InputStream body) {
        Long expected = EntityTags.version(ifMatch);
        return with(Response.ok(), assertions.update(id, expected, json.read(RequestBody.read(body))))
                .build();
    }

    @Needs(ADMINISTER)
    @DELETE
    @Path("{id}")
    public Response delete(@PathParam("id") long id, @HeaderParam(HttpHeaders.IF_MATCH) String ifMatch) {
        assertions.delete(id, EntityTags.version(ifMatch));
        return Response.noContent().build();
    }

    @Needs(OPERATE)
    @POST
    @Path("{id}/run")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response run(@PathParam("id") long id) {
        long job = assertions.start(found(id).name());
        return Response.accepted(
                        AssertionBodies.job(jobs.find(job), clock.instant()).toString())
                .location(address.getBaseUriBuilder()
                        .path("jobs")
                        .path(Long.toString(job))
                        .build())
                .build();
    }

    private Assertion found(long id) {
        return assertions.find(id).orElseThrow(() -> new AssertionNotFound(id));
    }

    private Response.ResponseBuilder with(Response.ResponseBuilder response, Assertion assertion) {
        return response.tag(Long.toString(assertion.version()))
                .entity(AssertionBodies.assertion(
                                assertion,
                                assertions.lastRuns(List.of(assertion)).get(assertion.id()),
                                assertions.runningJob(assertion))
                        .add("runs", Bodies.list(assertions.history(assertion.id()), AssertionBodies::run))
                        .build()
                        .toString());
    }
}
