package dev.tocsin.api;

import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;
import static dev.tocsin.security.Permission.REPORT;

import dev.tocsin.dispatch.Attempt;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.issue.Actor;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueFilter;
import dev.tocsin.issue.IssueNotFound;
import dev.tocsin.issue.IssueOrder;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.issue.Occurrence;
import dev.tocsin.issue.Opening;
import dev.tocsin.security.CurrentCaller;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
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
import java.util.List;
import java.util.Map;

/** Issues: open, find, resolve, reopen, won't fix. */
@Produces(MediaType.APPLICATION_JSON)
public class IssuesResource {

    @Inject
    private IssueService issues;

    @Inject
    private IssueActions actions;

    @Context
    private UriInfo address;

    @Inject
    private CurrentCaller caller;

    @Needs(REPORT)
    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response open(InputStream body) {
        JsonValue json = RequestBody.read(body);
        if (json instanceof JsonArray list) {
            return openAll(IssueRequests.openings(list));
        }
        Occurrence occurrence = issues.openAll(List.of(IssueRequests.opening(json)), Actor.of(caller))
                .get(0);
        return Response.status(occurrence.created() ? 201 : 200)
                .location(address.getAbsolutePathBuilder()
                        .path(Long.toString(occurrence.counted().id()))
                        .build())
                .entity(opened(occurrence).toString())
                .build();
    }

    private Response openAll(List<Opening> wanted) {
        List<Occurrence> occurrences = issues.openAll(wanted, Actor.of(caller));
        return Response.status(occurrences.stream().anyMatch(Occurrence::created) ? 201 : 200)
                .entity(Bodies.list(occurrences, this::opened).toString())
                .build();
    }

    /** One who may not read learns nothing of an issue that others opened. */
    private JsonObject opened(Occurrence occurrence) {
        boolean whole = occurrence.created() || caller.may(READ);
        return (whole ? Bodies.issue(occurrence.counted()) : Bodies.receipt(occurrence.counted()))
                .add("created", occurrence.created())
                .add("suppressed", occurrence.suppressed())
                .build();
    }

    @Needs(READ)
    @GET
    public String list() {
        QueryParameters parameters = new QueryParameters(address);
        IssueOrder order = parameters.word("order", IssueOrder.class);
        IssueFilter filter = new IssueFilter(
                parameters.word("status", IssueStatus.class),
                parameters.text("name"),
                parameters.text("name_prefix"),
                parameters.text("text"),
                parameters.text("record_type"),
                parameters.text("record_id"),
                parameters.id("responder_id"),
                parameters.time("opened_after"),
                parameters.time("opened_before"));
        IssueQuery query = new IssueQuery(
                filter, order == null ? IssueOrder.NEWEST : order, parameters.limit(), parameters.after());
        parameters.refuseWrongOnes();
        return Bodies.page(
                issues.find(query), address, issue -> Bodies.issue(issue).build());
    }

    @Needs(READ)
    @GET
    @Path("{id}")
    public String one(@PathParam("id") long id) {
        return whole(issues.find(id).orElseThrow(() -> new IssueNotFound(id)));
    }

    @Needs(REPORT)
    @POST
    @Path("{id}/resolve")
    @Consumes(MediaType.APPLICATION_JSON)
    public String resolve(@PathParam("id") long id, InputStream body) {
        return whole(issues.resolve(id, IssueRequests.reason(RequestBody.read(body)), Actor.of(caller)));
    }

    @Needs(OPERATE)
    @POST
    @Path("{id}/reopen")
    @Consumes(MediaType.APPLICATION_JSON)
    public String reopen(@PathParam("id") long id, InputStream body) {
        return whole(issues.reopen(id, IssueRequests.reason(RequestBody.read(body)), Actor.of(caller)));
    }

    @Needs(OPERATE)
    @POST
    @Path("{id}/wont-fix")
    @Consumes(MediaType.APPLICATION_JSON)
    public String wontFix(@PathParam("id") long id, InputStream body) {
        return whole(issues.wontFix(id, IssueRequests.reason(RequestBody.read(body)), Actor.of(caller)));
    }

    @Needs(REPORT)
    @POST
    @Path("resolve")
    @Consumes(MediaType.APPLICATION_JSON)
    public String resolveByName(InputStream body) {
        IssueRequests.ByName wanted = IssueRequests.byName(RequestBody.read(body));
        int resolved = issues.resolveAll(wanted.name(), wanted.record(), wanted.reason(), Actor.of(caller));
        return Bodies.object().add("resolved", resolved).build().toString();
    }

    /** For one who may only report: nothing of what others did, or said of it. */
    private String whole(Issue issue) {
        if (!caller.may(READ)) {
            return Bodies.receipt(issue).build().toString();
        }
        List<IssueAction> done = actions.ofIssue(issue.id());
        Map<Long, List<Attempt>> attempts = actions.attempts(done);
        return Bodies.issue(issue)
                .add("status_history", Bodies.list(issues.history(issue.id()), Bodies::statusChange))
                .add(
                        "actions",
                        Bodies.list(
                                done, action -> Bodies.action(action, attempts.getOrDefault(action.id(), List.of()))))
                .build()
                .toString();
    }
}
