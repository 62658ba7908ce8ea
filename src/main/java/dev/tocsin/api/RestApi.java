package dev.tocsin.api;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;
import java.util.Set;

/** Everything under {@code /api}. Lists its classes, so that it takes none of a host application's. */
@ApplicationPath("api")
public class RestApi extends Application {

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
