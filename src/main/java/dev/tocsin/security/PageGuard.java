package dev.tocsin.security;

import jakarta.faces.context.FacesContext;
import jakarta.faces.event.PhaseEvent;
import jakarta.faces.event.PhaseId;
import jakarta.faces.event.PhaseListener;
import jakarta.servlet.http.HttpServletRequest;

/**
 * Sees to it that a page of Tocsin is only built and shown for a request that passed the {@link Gate}, for
 * that page: a host may have mapped Faces to addresses that lead around it, and a page may lead to another
 * without a new request.
 */
public class PageGuard implements PhaseListener {

    @Override
    public PhaseId getPhaseId() {
        return PhaseId.ANY_PHASE;
    }

    @Override
    public void afterPhase(PhaseEvent event) {
        if (event.getPhaseId() == PhaseId.RESTORE_VIEW) {
            check(event.getFacesContext());
        }
    }

    @Override
    public void beforePhase(PhaseEvent event) {
        if (event.getPhaseId() == PhaseId.RENDER_RESPONSE) {
            check(event.getFacesContext());
        }
    }

    private static void check(FacesContext faces) {
        String view = faces.getViewRoot() == null ? null : faces.getViewRoot().getViewId();
        if (faces.getResponseComplete() || view == null || !Pages.has(view)) {
            return;
        }
        if (!(faces.getExternalContext().getRequest() instanceof HttpServletRequest request)
                || !isLetIn(view, request.getAttribute(Gate.LET_IN))) {
            faces.getExternalContext().setResponseStatus(404);
            faces.responseComplete();
        }
    }

    private static boolean isLetIn(String view, Object letIn) {
        return letIn instanceof String path
                && (view.equals(path)
                        || Pages.isOpen(view)
                        || Pages.needed(view).isPresent() && Pages.needed(view).equals(Pages.needed(path)));
    }
}
