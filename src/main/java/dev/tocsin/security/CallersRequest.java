package dev.tocsin.security;

import dev.tocsin.platform.Settings;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.security.Principal;

/** A request that says who is calling, as any other of the server does. */
class CallersRequest extends HttpServletRequestWrapper {

    private final Caller caller;
    private final Settings settings;

    CallersRequest(HttpServletRequest request, Caller caller, Settings settings) {
        super(request);
        this.caller = caller;
        this.settings = settings;
    }

    @Override
    public Principal getUserPrincipal() {
        return caller::name;
    }

    @Override
    public String getRemoteUser() {
        return caller.name();
    }

    @Override
    public boolean isUserInRole(String role) {
        String hosts = switch (caller.role()) {
            case ADMIN -> settings.adminRole();
            case OPERATOR -> settings.operatorRole();
            case VIEWER -> settings.viewerRole();
            case REPORTER -> settings.reporterRole();
        };
        return caller.role().word().equals(role) || hosts.equals(role) || super.isUserInRole(role);
    }
}
