package dev.tocsin.admin;

import jakarta.faces.event.PhaseEvent;
import jakarta.faces.event.PhaseId;
import jakarta.faces.event.PhaseListener;
import java.util.Map;

/**
 * Keeps a session from growing with each page that is looked at. Mojarra keeps the state of the last 25, and for all before
 * them an empty map, until the session ends: 200 bytes for each, which was the most of what an hour of load left in memory.
 */
public class ForgottenViews implements PhaseListener {

    private static final long serialVersionUID = 1L;

    /** By the names that Mojarra has for them; where it has others, nothing is done. Both by the id of a view. */
    private static final String CONTEXTS = "com.sun.faces.application.view.activeViewContexts";

    private static final String VIEWS = "com.sun.faces.application.view.activeViewMaps";

    @Override
    public PhaseId getPhaseId() {
        return PhaseId.RENDER_RESPONSE;
    }

    @Override
    public void afterPhase(PhaseEvent event) {
        forget(event.getFacesContext().getExternalContext().getSessionMap());
    }

    /** A view is in the one before it is in the other, so nothing is lost of one that another request has just begun. */
    static void forget(Map<String, Object> session) {
        if (session.get(CONTEXTS) instanceof Map<?, ?> contexts
                && session.get(VIEWS) instanceof Map<?, ?> views
                && contexts.size() > views.size()) {
            contexts.keySet().removeIf(view -> !views.containsKey(view));
        }
    }
}
