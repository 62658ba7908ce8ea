package dev.tocsin.container.host;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import jakarta.ws.rs.ext.Provider;

/** How the host tells of failures. */
@Provider
public class HostFailures implements ExceptionMapper<RuntimeException> {

    @Override
    public Response toResponse(RuntimeException failure) {
        int status = failure instanceof WebApplicationException web
                ? web.getResponse().getStatus()
                : 500;
        return Response.status(status)
                .type("text/plain")
                .entity("The host says: " + status)
                .build();
    }
}
