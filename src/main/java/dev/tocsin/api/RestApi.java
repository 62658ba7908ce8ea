package dev.tocsin.api;

import dev.tocsin.platform.ConfiguredSettings;
import dev.tocsin.platform.Setting;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.SettingsRefused;
import dev.tocsin.platform.StartUp;
import jakarta.servlet.ServletContainerInitializer;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletRegistration;
import jakarta.servlet.annotation.HandlesTypes;
import jakarta.ws.rs.ApplicationPath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * Publishes the REST API at {@code tocsin.rest.path}, unless {@code tocsin.rest.enabled} is false. It is a
 * servlet of its own rather than a JAX-RS {@code Application}, and the resources have no {@code @Path}
 * on the class: an {@code Application} of the host that takes all annotated classes of the WAR takes none of these.
 */
@HandlesTypes(ApplicationPath.class)
public class RestApi implements ServletContainerInitializer {

    /** What answers where, below the path of the API. */
    static final Map<String, Class<?>> RESOURCES = Map.of(
            "issues", IssuesResource.class,
            "responders", RespondersResource.class,
            "issue-actions", IssueActionsResource.class,
            "actions", ActionsResource.class,
            "assertions", AssertionsResource.class,
            "checks", ChecksResource.class,
            "jobs", JobsResource.class,
            "tokens", TokensResource.class,
            "users", UsersResource.class,
            "audit", AuditResource.class);

    /**
     * @param applications the classes with a path of their own, of the whole WAR; null if there are none
     * @throws IllegalStateException if the configuration is wrong, or one of those has the path of the API
     */
    @Override
    public void onStartup(Set<Class<?>> applications, ServletContext context) {
        StartUp.step("the configuration", () -> {
            Settings settings = ConfiguredSettings.from(ConfigProvider.getConfig());
            if (settings.restEnabled()) {
                publish(settings.restPath(), applications == null ? Set.of() : applications, context);
            }
        });
    }

    private static void publish(String path, Set<Class<?>> applications, ServletContext context) {
        ServletRegistration.Dynamic servlet =
                context.addServlet(RestApi.class.getName(), new ServletContainer(resources()));
        // The host's application may be mapped before this, or only after it: so both are looked at.
        if (isTaken(path, applications) || !servlet.addMapping(path + "/*").isEmpty()) {
            throw new SettingsRefused(List.of(Setting.REST_PATH.variable() + " is \"" + path
                    + "\", which the application uses itself; needed is another path, or "
                    + Setting.REST_ENABLED.variable() + " set to false"));
        }
        servlet.setLoadOnStartup(1);
        servlet.setAsyncSupported(true);
    }

    static boolean isTaken(String path, Set<Class<?>> applications) {
        return applications.stream()
                .map(application -> application.getAnnotation(ApplicationPath.class))
                .anyMatch(own -> own != null && segments(own.value()).equals(segments(path)));
    }

    private static List<String> segments(String path) {
        return Stream.of(path.split("/"))
                .filter(Predicate.not(String::isEmpty))
                .filter(Predicate.not("*"::equals))
                .toList();
    }

    private static ResourceConfig resources() {
        // What the API is, its OpenAPI document says; the server need not say it in a form of its own.
        ResourceConfig resources = new ResourceConfig(
                        ProblemMapper.class, CommitFailureMapper.class, PermissionFilter.class)
                .property(ServerProperties.WADL_FEATURE_DISABLE, true);
        RESOURCES.forEach((path, type) ->
                resources.registerResources(Resource.builder(type).path(path).build()));
        return resources;
    }
}
