package dev.tocsin.admin;

import dev.tocsin.security.Logins;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** Leaving, where Tocsin keeps the users itself. */
@RequestScoped
@Named("tocsinSignOut")
public class SignOut {

    @Inject
    private Logins logins;

    @Inject
    private HttpServletRequest request;

    public void leave() {
        logins.logout(request);
        FacesPage.redirect(new PageAddress("/tocsin/login.xhtml"));
    }
}
