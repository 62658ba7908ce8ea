package dev.tocsin.admin;

import dev.tocsin.platform.InvalidInput;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;

/** What a page tells at its top, also after it has been left for another. */
@RequestScoped
class Messages {

    @Inject
    private Texts texts;

    void done(String key, Object... values) {
        add(FacesMessage.SEVERITY_INFO, texts.format(key, values));
    }

    void failed(String key, Object... values) {
        add(FacesMessage.SEVERITY_ERROR, texts.format(key, values));
    }

    /** On the page that is shown now, without going to another. */
    void now(String key, Object... values) {
        FacesContext.getCurrentInstance()
                .addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, texts.format(key, values), null));
    }

    /** What a service says of itself: it is written for people. */
    void refused(RuntimeException refusal) {
        if (refusal instanceof InvalidInput input) {
            input.problems()
                    .forEach(problem ->
                            add(FacesMessage.SEVERITY_ERROR, (problem.path() + " " + problem.message()).strip()));
        } else {
            add(FacesMessage.SEVERITY_ERROR, refusal.getMessage());
        }
    }

    private static void add(FacesMessage.Severity severity, String text) {
        FacesContext faces = FacesContext.getCurrentInstance();
        faces.getExternalContext().getFlash().setKeepMessages(true);
        faces.addMessage(null, new FacesMessage(severity, text, null));
    }
}
