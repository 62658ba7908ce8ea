package dev.tocsin.admin;

import dev.tocsin.security.Pages;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import java.io.Serializable;
import java.util.Map;

/**
 * A secret that whoever asked for it is shown once: it waits in the session for the page that comes next, and is in no
 * address and no log.
 *
 * @param name whose it is
 * @param role what that may do, as a word
 */
public record ShownOnce(String name, String role, String secret) implements Serializable {

    private static final String KEY = "tocsin.shown.once.";

    /** @param page which page is to show it */
    void keep(String page) {
        session().put(KEY + page, this);
    }

    /** Null if there is none. */
    static ShownOnce take(String page) {
        // The script of another page of this session that asks for what is new shows it to nobody.
        boolean refresh = external().getRequestHeaderMap().containsKey(Pages.REFRESH);
        return refresh || external().getSession(false) == null
                ? null
                : (ShownOnce) session().remove(KEY + page);
    }

    private static Map<String, Object> session() {
        return external().getSessionMap();
    }

    private static ExternalContext external() {
        return FacesContext.getCurrentInstance().getExternalContext();
    }

    @Override
    public String toString() {
        return "ShownOnce[" + name + "]";
    }
}
