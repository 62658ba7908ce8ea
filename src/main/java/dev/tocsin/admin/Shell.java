package dev.tocsin.admin;

import dev.tocsin.platform.Settings;
import dev.tocsin.security.Caller;
import dev.tocsin.security.CurrentCaller;
import dev.tocsin.security.Logins;
import dev.tocsin.security.Permission;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.util.Locale;

/** What every page has around it: who is looking, and what that person may do. */
@RequestScoped
@Named("tocsinShell")
public class Shell {

    @Inject
    private CurrentCaller caller;

    @Inject
    private Settings settings;

    @Inject
    private Logins logins;

    @Inject
    private Build build;

    /** Null where nobody has signed in. */
    public String getUser() {
        return caller.get().map(Caller::name).orElse(null);
    }

    public String getRole() {
        return caller.get().map(Caller::role).map(role -> role.word()).orElse("");
    }

    /** @param permission a word: read, report, operate, administer */
    public boolean may(String permission) {
        return caller.may(Permission.valueOf(permission.toUpperCase(Locale.ROOT)));
    }

    /** Where programs reach the API. */
    public String getApi() {
        return settings.baseUrl() + settings.restPath();
    }

    /** Whether the pages are told of changes, rather than asking for them. */
    public boolean isLive() {
        return caller.may(Permission.READ);
    }

    /** Where the host says who it is, leaving is the host's, too. */
    public boolean isCanSignOut() {
        return logins.areOurs();
    }

    /** Of this build. */
    public String getVersion() {
        return build.version();
    }
}
