package dev.tocsin.api;

import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;

import dev.tocsin.assertion.AssertionService;
import dev.tocsin.issue.NewIssue;
import dev.tocsin.job.Job;
import dev.tocsin.job.Jobs;
import dev.tocsin.platform.JsonFields;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Text;
import dev.tocsin.responder.OpenIssueJob;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
import jakarta.json.JsonValue;
import jakarta.ws.rs.Consumes;
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
import java.time.Clock;

/** Batch jobs: start, watch, stop, restart. */
@Produces(MediaType.APPLICATION_JSON)
public class JobsResource {

    @Inject
    private Jobs jobs;

    @Inject
    private AssertionService assertions;

    @Inject
    private OpenIssueJob openIssues;

    @Inject
    private Clock clock;

    @Context
    private UriInfo address;

    @Needs(READ)
    @GET
    public String list() {
        QueryParameters parameters = new QueryParameters(address);
        int limit = parameters.limit();
        var after = parameters.after();
        parameters.refuseWrongOnes();
        return Bodies.page(jobs.list(limit, after), address, this::body);
    }

    @Needs(READ)
    @GET
    @Path("{id}")
    public String one(@PathParam("id") long id) {
        return body(jobs.find(id)).toString();
    }

    @Needs(OPERATE)
    @POST
    @Path("check-assertions")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response checkAssertions(InputStream body) {
        JsonValue json = RequestBody.read(body);
        Problems problems = new Problems();
        String name = null;
        if (json != JsonValue.NULL) {
            JsonFields fields = JsonFields.of(json, "", problems);
            name = fields.text("assertion").orElse(null);
            if (name != null) {
                Text.check(name, "assertion", NewIssue.MOST_NAME, problems);
            }
            fields.refuseOthers();
        }
        problems.throwIfAny();
        return started(assertions.start(name));
    }

    @Needs(OPERATE)
    @POST
    @Path("respond-to-issues")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response respondToIssues() {
        return started(openIssues.start());
    }

    private Response started(long id) {
        return Response.accepted(body(jobs.find(id)).toString())
                .location(address.getBaseUriBuilder()
                        .path("jobs")
                        .path(Long.toString(id))
                        .build())
                .build();
    }

    @Needs(OPERATE)
    @POST
    @Path("{id}/stop")
    @Consumes(MediaType.APPLICATION_JSON)
    public String stop(@PathParam("id") long id) {
        return body(jobs.stop(id)).toString();
    }

    @Needs(OPERATE)
    @POST
    @Path("{id}/restart")
    @Consumes(MediaType.APPLICATION_JSON)
    public Response restart(@PathParam("id") long id) {
        return started(jobs.restart(id).id());
    }

    private JsonValue body(Job job) {
        return AssertionBodies.job(job, clock.instant());
    }
}
