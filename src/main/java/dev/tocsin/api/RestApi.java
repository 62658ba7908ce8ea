package dev.tocsin.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Map;
import java.util.Set;

/** Everything under {@code /api}. Lists its classes, so that it takes none of a host application's. */
@ApplicationPath("api")
public class RestApi extends Application {

    /** What the API is, its OpenAPI document says; the server need not say it in a form of its own. */
    @Override
    public Map<String, Object> getProperties() {
        return Map.of("jersey.config.server.wadl.disableWadl", true);
    }

    @Override
    public Set<Class<?>> getClasses() {
        return Set.of(
                IssuesResource.class,
                RespondersResource.class,
                IssueActionsResource.class,
                ActionsResource.class,
                ProblemMapper.class);
    }
}
