package dev.tocsin.admin;

import dev.tocsin.platform.InvalidInput;
import dev.tocsin.security.Logins;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** Changing one's own password. */
@RequestScoped
@Named("tocsinPassword")
public class PasswordPage {

    @Inject
    private Logins logins;

    @Inject
    private Messages messages;

    @Inject
    private HttpServletRequest request;

    private String old;
    private String wanted;
    private String again;

    public void change() {
        if (wanted == null || !wanted.equals(again)) {
            messages.now("password.differ");
            return;
        }
        try {
            logins.changePassword(old, wanted, request);
            messages.done("password.changed");
            FacesPage.redirectTo(logins.destination(FacesPage.parameter("next").orElse(null), request));
        } catch (InvalidInput e) {
            messages.refused(e);
        }
    }

    /** Never shown. */
    public String getOld() {
        return null;
    }

    public void setOld(String old) {
        this.old = old;
    }

    public String getWanted() {
        return null;
    }

    public void setWanted(String wanted) {
        this.wanted = wanted;
    }

    public String getAgain() {
        return null;
    }

    public void setAgain(String again) {
        this.again = again;
    }
}
