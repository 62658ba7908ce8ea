package dev.tocsin.security;

import dev.tocsin.platform.Settings;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;

/** Finds out who is calling. */
@ApplicationScoped
class Entrance {

    @Inject
    private Settings settings;

    @Inject
    private Logins logins;

    @Inject
    private Tokens tokens;

    /**
     * Who a program is.
     *
     * @param retryAfter how long it has to wait before it is looked at again; zero for not at all
     * @param crossSite whether a browser was made to ask for a change, rather than meant to
     */
    record Decision(Optional<Caller> caller, Duration retryAfter, boolean crossSite) {

        static Decision refused() {
            return new Decision(Optional.empty(), Duration.ZERO, false);
        }

        boolean isSlowedDown() {
            return !retryAfter.isZero();
        }
    }

    /**
     * By its header; a session never counts where Tocsin keeps the users. A browser adds to a request of another
     * site what it remembers of Basic, and the host's session; but never a token.
     */
    Decision program(HttpServletRequest request) {
        Optional<AuthorizationHeader> header = AuthorizationHeader.of(request.getHeader("Authorization"));
        String address = ClientAddress.of(request, settings.proxies());
        if (header.filter(AuthorizationHeader::isBearer).isPresent()
                && (logins.areOurs() || header.get().secret().startsWith(Tokens.PREFIX))) {
            return new Decision(
                    tokens.of(header.get().secret())
                            .map(token -> new Caller(Caller.Kind.TOKEN, token.name(), token.role(), address)),
                    Duration.ZERO,
                    false);
        }
        RequestOrigin origin = RequestOrigin.of(request, settings.baseUrl());
        boolean changes = RequestOrigin.matters(request);
        if (!logins.areOurs()) {
            boolean session = request.getHeader("Authorization") == null;
            boolean crossSite = changes && (session ? origin != RequestOrigin.SAME : origin == RequestOrigin.OTHER);
            return new Decision(ofHost(request), Duration.ZERO, crossSite);
        }
        if (header.isEmpty()) {
            return Decision.refused();
        }
        Logins.Verified verified =
                logins.basic(header.get().name(), header.get().secret(), address);
        return new Decision(
                verified.user().map(user -> caller(user, request)),
                verified.retryAfter(),
                changes && origin == RequestOrigin.OTHER);
    }

    Caller caller(User user, HttpServletRequest request) {
        return new Caller(Caller.Kind.USER, user.name(), user.role(), ClientAddress.of(request, settings.proxies()));
    }

    /** Whom the host knows, by the greatest of the roles that it gives them; empty for one who has none of them. */
    Optional<Caller> ofHost(HttpServletRequest request) {
        if (request.getUserPrincipal() == null) {
            return Optional.empty();
        }
        Optional<Role> role = request.isUserInRole(settings.adminRole())
                ? Optional.of(Role.ADMIN)
                : request.isUserInRole(settings.operatorRole())
                        ? Optional.of(Role.OPERATOR)
                        : request.isUserInRole(settings.viewerRole())
                                ? Optional.of(Role.VIEWER)
                                : request.isUserInRole(settings.reporterRole())
                                        ? Optional.of(Role.REPORTER)
                                        : Optional.empty();
        return role.map(greatest -> new Caller(
                Caller.Kind.USER,
                request.getUserPrincipal().getName(),
                greatest,
                ClientAddress.of(request, settings.proxies())));
    }
}
