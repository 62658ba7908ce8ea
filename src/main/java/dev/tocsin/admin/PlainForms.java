package dev.tocsin.admin;

import dev.tocsin.security.Pages;
import jakarta.faces.FacesException;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.ExternalContextFactory;
import jakarta.faces.context.ExternalContextWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.Base64;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Lets forms be sent as a browser sends them. PrimeFaces expects each to carry the nonce of its page's scripts, which
 * its own scripts add; a page of ours that is shown again after something was wrong with it would fail without. What
 * protects a form is its view state, and that it comes from a page of ours.
 */
public class PlainForms extends ExternalContextFactory {

    private static final String NONCE = "primefaces.nonce";

    public PlainForms(ExternalContextFactory wrapped) {
        super(wrapped);
    }

    @Override
    public ExternalContext getExternalContext(Object context, Object request, Object response) throws FacesException {
        ExternalContext external = getWrapped().getExternalContext(context, request, response);
        return request instanceof HttpServletRequest http && Pages.has(http.getServletPath())
                ? new WithNonce(external)
                : external;
    }

    /** The API's wrapper does not fit the API's class in one method. */
    @SuppressWarnings("unchecked")
    private static final class WithNonce extends ExternalContextWrapper {

        private Map<String, String> parameters;

        private WithNonce(ExternalContext wrapped) {
            super(wrapped);
        }

        @Override
        public Map<String, String> getRequestParameterMap() {
            if (parameters == null) {
                parameters = new Parameters(getWrapped().getRequestParameterMap());
            }
            return parameters;
        }
    }

    /** Those of the request, and the nonce. */
    private static final class Parameters extends AbstractMap<String, String> {

        private final Map<String, String> sent;
        private final String made =
                Base64.getEncoder().encodeToString(UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII));

        private Parameters(Map<String, String> sent) {
            this.sent = sent;
        }

        @Override
        public String get(Object name) {
            return NONCE.equals(name) ? nonce() : sent.get(name);
        }

        /** Of the page that is shown again; for one that keeps nothing, a new one, whatever was sent. */
        private String nonce() {
            FacesContext faces = FacesContext.getCurrentInstance();
            UIViewRoot page = faces == null ? null : faces.getViewRoot();
            Map<String, Object> kept = page == null ? null : page.getViewMap(false);
            return kept != null && kept.get(NONCE) instanceof String nonce ? nonce : made;
        }

        @Override
        public boolean containsKey(Object name) {
            return sent.containsKey(name);
        }

        @Override
        public Set<Entry<String, String>> entrySet() {
            return sent.entrySet();
        }
    }
}
