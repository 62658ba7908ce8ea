package dev.tocsin.admin;

import dev.tocsin.security.Pages;
import jakarta.faces.FacesException;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.ExternalContextFactory;
import jakarta.faces.context.ExternalContextWrapper;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashMap;
import java.util.Map;

/**
 * Keeps a page that asks for what is new from taking the message that waits for the page that comes next. Faces gives it
 * to the first request that has its cookie, and in a browser all pages send the same ones.
 */
public class QuietRefreshes extends ExternalContextFactory {

    /** Of Mojarra's flash. */
    private static final String MESSAGES = "csfcfc";

    public QuietRefreshes(ExternalContextFactory wrapped) {
        super(wrapped);
    }

    @Override
    public ExternalContext getExternalContext(Object context, Object request, Object response) throws FacesException {
        ExternalContext external = getWrapped().getExternalContext(context, request, response);
        return request instanceof HttpServletRequest http
                        && Pages.has(http.getServletPath())
                        && http.getHeader(Pages.REFRESH) != null
                ? new WithoutMessages(external)
                : external;
    }

    /** The API's wrapper does not fit the API's class in one method. */
    @SuppressWarnings("unchecked")
    private static final class WithoutMessages extends ExternalContextWrapper {

        private WithoutMessages(ExternalContext wrapped) {
            super(wrapped);
        }

        @Override
        public Map<String, Object> getRequestCookieMap() {
            Map<String, Object> cookies = new HashMap<>(getWrapped().getRequestCookieMap());
            cookies.remove(MESSAGES);
            return cookies;
        }
    }
}
