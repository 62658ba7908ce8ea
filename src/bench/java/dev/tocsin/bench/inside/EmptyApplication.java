package dev.tocsin.bench.inside;

import jakarta.enterprise.context.RequestScoped;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** What a request costs that does nothing, behind the login of the API. */
@ApplicationPath("api/empty")
public class EmptyApplication extends Application {

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(EmptyResource.class);
    }

    /** Reads the body, and is done. */
    @Path("")
    @RequestScoped
    public static class EmptyResource {

        @POST
        public String take(String body) {
            return Integer.toString(body.length());
        }
    }
}
