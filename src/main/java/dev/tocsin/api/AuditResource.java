package dev.tocsin.api;

import static dev.tocsin.security.Permission.ADMINISTER;

import dev.tocsin.security.AuditQuery;
import dev.tocsin.security.AuditTrail;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** Who changed what. */
@Produces(MediaType.APPLICATION_JSON)
public class AuditResource {

    @Inject
    private AuditTrail audit;

    @Context
    private UriInfo address;

    @Needs(ADMINISTER)
    @GET
    public String list() {
        QueryParameters parameters = new QueryParameters(address);
        AuditQuery query = new AuditQuery(
                parameters.text("who"),
                parameters.text("what"),
                parameters.time("from"),
                parameters.time("to"),
                parameters.limit(),
                parameters.after());
        parameters.refuseWrongOnes();
        return Bodies.page(audit.find(query), address, SecurityBodies::entry);
    }
}
