package dev.tocsin.api;

import static dev.tocsin.security.Permission.OPERATE;
import static dev.tocsin.security.Permission.READ;

import dev.tocsin.dispatch.Attempt;
import dev.tocsin.dispatch.IssueAction;
import dev.tocsin.dispatch.IssueActionNotFound;
import dev.tocsin.dispatch.IssueActionQuery;
import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.dispatch.IssueActions;
import dev.tocsin.issue.Actor;
import dev.tocsin.platform.Page;
import dev.tocsin.security.CurrentCaller;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** What is, will be and was done about issues. */
@Produces(MediaType.APPLICATION_JSON)
public class IssueActionsResource {

    @Inject
    private IssueActions actions;

    @Context
    private UriInfo address;

    @Inject
    private CurrentCaller caller;

    @Needs(READ)
    @GET
    public String list() {
        QueryParameters parameters = new QueryParameters(address);
        IssueActionQuery query = new IssueActionQuery(
                parameters.word("state", IssueActionState.class),
                parameters.id("issue_id"),
                parameters.id("responder_id"),
                parameters.limit(),
                parameters.after());
        parameters.refuseWrongOnes();
        Page<IssueAction> page = actions.find(query);
        Map<Long, List<Attempt>> attempts = actions.attempts(page.items());
        return Bodies.page(
                page, address, action -> Bodies.action(action, attempts.getOrDefault(action.id(), List.of())));
    }

    @Needs(READ)
    @GET
    @Path("{id}")
    public String one(@PathParam("id") long id) {
        return whole(actions.find(id).orElseThrow(() -> new IssueActionNotFound(id)));
    }

    @Needs(OPERATE)
    @POST
    @Path("{id}/run-again")
    @Consumes(MediaType.APPLICATION_JSON)
    public String runAgain(@PathParam("id") long id) {
        return whole(actions.runAgain(id));
    }

    @Needs(OPERATE)
    @POST
    @Path("{id}/cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    public String cancel(@PathParam("id") long id, InputStream body) {
        return whole(actions.cancel(id, IssueRequests.reason(RequestBody.read(body)), Actor.of(caller)));
    }

    private String whole(IssueAction action) {
        return Bodies.action(action, actions.attempts(List.of(action)).getOrDefault(action.id(), List.of()))
                .toString();
    }
}
