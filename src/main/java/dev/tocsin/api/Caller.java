package dev.tocsin.api;

import dev.tocsin.issue.Actor;
import jakarta.ws.rs.core.SecurityContext;

/** Who is calling, as the history names them. */
final class Caller {

    private Caller() {}

    static Actor of(SecurityContext security) {
        return security.getUserPrincipal() == null
                ? Actor.API
                : Actor.user(security.getUserPrincipal().getName());
    }
}
