package dev.tocsin.admin;

import dev.tocsin.security.Logins;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** Signing in, where Tocsin keeps the users itself. */
@RequestScoped
@Named("tocsinLogin")
public class LoginPage {

    @Inject
    private Logins logins;

    @Inject
    private Messages messages;

    @Inject
    private HttpServletRequest request;

    private String name;
    private String password;

    public void signIn() {
        Logins.Result result = logins.login(name, password, request);
        if (result.isLoggedIn()) {
            FacesPage.redirectTo(logins.destination(getNext(), request));
        } else if (result.outcome() == Logins.Outcome.WAIT) {
            messages.now("login.wait", result.retryAfter().plusMillis(999).toSeconds());
        } else {
            messages.now("login.refused");
        }
    }

    /** Where to go then. */
    public String getNext() {
        return FacesPage.parameter("next").orElse(null);
    }

    public boolean isOurs() {
        return logins.areOurs();
    }

    public String getName() {
        return name;
    }

    public void setName(String name) {
        this.name = name;
    }

    /** Never shown. */
    public String getPassword() {
        return null;
    }

    public void setPassword(String password) {
        this.password = password;
    }
}
