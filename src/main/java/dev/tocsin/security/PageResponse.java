package dev.tocsin.security;

import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a page says of its scripts, with a nonce for each answer, becomes part of the policy that all pages
 * have, instead of taking its place.
 */
class PageResponse extends HttpServletResponseWrapper {

    private static final String POLICY = "Content-Security-Policy";

    private int refused;

    PageResponse(HttpServletResponse response) {
        super(response);
    }

    /** With what the page was refused by itself, so that it is told in the house's own way; 0 if it was not. */
    int refused() {
        return refused;
    }

    @Override
    public void sendError(int status) {
        refused = status;
    }

    @Override
    public void sendError(int status, String message) {
        refused = status;
    }

    @Override
    public void setHeader(String name, String value) {
        if (POLICY.equalsIgnoreCase(name) && value != null) {
            super.setHeader(POLICY, with(value));
        } else {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (POLICY.equalsIgnoreCase(name)) {
            super.setHeader(POLICY, with(value));
        } else {
            super.addHeader(name, value);
        }
    }

    /** Of what both name, ours stands; but inline scripts without a nonce stay out, whatever the page says. */
    static String with(String ofPage) {
        String scripts = Stream.of(ofPage.split(";"))
                .map(String::strip)
                .filter(directive -> directive.startsWith("script-src "))
                .map(directive -> Arrays.stream(directive.split(" +"))
                        .filter(source -> !source.equals("'unsafe-inline'") && !source.equals("*"))
                        .collect(Collectors.joining(" ")))
                .findFirst()
                .orElse("script-src 'self'");
        return Answer.PAGE_POLICY + "; " + scripts;
    }
}
