package dev.tocsin.container.host;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/** What the host calls issues. */
@Path("issues")
@Produces("text/plain")
public class HostIssues {

    @GET
    public String list() {
        return "those of a magazine";
    }

    @GET
    @Path("lost")
    public String lost() {
        throw new IllegalStateException("lost in the post");
    }
}
