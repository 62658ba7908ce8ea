package dev.tocsin.security;

import dev.tocsin.platform.Json;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Map;

/** What the gate answers itself, and the headers that everything behind it has. */
record Answer(HttpServletResponse response) {

    /** What the server of a page may load and do; of scripts, the page says more: see {@link PageResponse}. */
    static final String PAGE_POLICY = "default-src 'self'; img-src 'self' data:; font-src 'self' data:;"
            + " style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self';"
            + " frame-ancestors 'none'";

    private static final String API_POLICY = "default-src 'none'; frame-ancestors 'none'";

    void harden(boolean page) {
        response.setHeader("Content-Security-Policy", page ? PAGE_POLICY + "; script-src 'self'" : API_POLICY);
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cache-Control", "no-store");
    }

    void unauthorized() throws IOException {
        response.addHeader("WWW-Authenticate", "Bearer realm=\"Tocsin\"");
        response.addHeader("WWW-Authenticate", "Basic realm=\"Tocsin\", charset=\"UTF-8\"");
        problem(401, "Needed is the header Authorization, with a token (Bearer) or a user and password (Basic)");
    }

    void slowDown(Duration wait) throws IOException {
        response.setHeader("Retry-After", Gate.seconds(wait));
        problem(429, "Too many logins failed; try again in " + Gate.seconds(wait) + " s");
    }

    /** As {@code application/problem+json} (RFC 9457). */
    void problem(int status, String detail) throws IOException {
        byte[] body = Json.provider()
                .createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title(status))
                .add("status", status)
                .add("detail", detail)
                .build()
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        response.setStatus(status);
        response.setContentType("application/problem+json");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }

    /** With the page that the application has for that. */
    void status(int status) throws IOException {
        response.sendError(status);
    }

    /** With the page that Tocsin has for that. */
    void page(int status, HttpServletRequest request) throws IOException, ServletException {
        forward(status, status == 404 ? "not-found" : "forbidden", request);
    }

    /** The page that someone worked with is too old. @param back where a new one is */
    void expired(String back, HttpServletRequest request) throws IOException, ServletException {
        request.setAttribute("tocsin.back", back);
        forward(409, "expired", request);
    }

    /** @param id what is in the log */
    void failed(String id, HttpServletRequest request) throws IOException, ServletException {
        request.setAttribute("tocsin.failure", id);
        forward(500, "error", request);
    }

    private void forward(int status, String page, HttpServletRequest request) throws IOException, ServletException {
        if (response.isCommitted()) {
            return;
        }
        response.resetBuffer();
        response.setStatus(status);
        request.getRequestDispatcher(Pages.ROOT + "/" + page + ".xhtml").forward(new ShownPage(request), response);
    }

    /** A page that is shown in place of another is looked at, whatever was to be done there. */
    private static final class ShownPage extends HttpServletRequestWrapper {
        ShownPage(HttpServletRequest request) {
            super(request);
        }

        @Override
        public String getMethod() {
            return "GET";
        }

        @Override
        public String getParameter(String name) {
            return null;
        }

        @Override
        public Map<String, String[]> getParameterMap() {
            return Map.of();
        }

        @Override
        public Enumeration<String> getParameterNames() {
            return Collections.emptyEnumeration();
        }

        @Override
        public String[] getParameterValues(String name) {
            return null;
        }
    }

    /** @param partial whether it is a script that asks, which has to be told in its own way to go elsewhere */
    void redirect(String address, boolean partial) throws IOException {
        if (!partial) {
            response.setStatus(303);
            response.setHeader("Location", address);
            return;
        }
        response.setContentType("text/xml;charset=UTF-8");
        response.getOutputStream()
                .write(("<?xml version=\"1.0\" encoding=\"UTF-8\"?><partial-response><redirect url=\""
                                + address.replace("&", "&amp;")
                                        .replace("\"", "&quot;")
                                        .replace("<", "&lt;")
                                + "\"/></partial-response>")
                        .getBytes(StandardCharsets.UTF_8));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 413 -> "Request Entity Too Large";
            case 415 -> "Unsupported Media Type";
            case 500 -> "Internal Server Error";
            case 503 -> "Service Unavailable";
            case 429 -> "Too Many Requests";
            default -> "Error";
        };
    }
}
