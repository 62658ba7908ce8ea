package dev.tocsin.api;

import dev.tocsin.security.CurrentCaller;
import dev.tocsin.security.Needs;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;

/**
 * Lets nobody call what does not say whom it is for, nor anybody who did not come by the gate; and says no before
 * a body is read. The services ask once more.
 */
public class PermissionFilter implements ContainerRequestFilter {

    @Context
    private ResourceInfo resource;

    @Inject
    private CurrentCaller caller;

    @Override
    public void filter(ContainerRequestContext request) {
        Needs needs = resource.getResourceMethod() == null
                ? null
                : resource.getResourceMethod().getAnnotation(Needs.class);
        if (needs == null || caller.get().isEmpty() || !caller.may(needs.value())) {
            throw ApiProblem.forbidden(
                    needs == null || caller.get().isEmpty()
                            ? "This is for nobody"
                            : "The role " + caller.get().get().role().word() + " may not "
                                    + needs.value().word());
        }
    }
}
