package dev.tocsin.security;

import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Which site a browser says that a request was made from. */
enum RequestOrigin {
    SAME,
    OTHER,
    /** Nothing says so: a program, or a very old browser. */
    UNKNOWN;

    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    /** Whether it may change something. */
    static boolean matters(HttpServletRequest request) {
        return !SAFE.contains(request.getMethod());
    }

    static RequestOrigin of(HttpServletRequest request, URI baseUrl) {
        return of(
                request.getHeader("Sec-Fetch-Site"),
                request.getHeader("Origin"),
                request.getHeader("Referer"),
                request.getHeader("Host"),
                baseUrl);
    }

    static RequestOrigin of(String fetchSite, String origin, String referer, String host, URI baseUrl) {
        RequestOrigin said = origin != null ? ofAddress(origin, host, baseUrl) : ofAddress(referer, host, baseUrl);
        RequestOrigin site = fetchSite == null || fetchSite.equals("none")
                ? UNKNOWN
                : fetchSite.equals("same-origin") ? SAME : OTHER;
        return Stream.of(OTHER, SAME)
                .filter(verdict -> said == verdict || site == verdict)
                .findFirst()
                .orElse(UNKNOWN);
    }

    /** Behind a proxy the scheme is not the server's; the host and the port are what the browser asked for. */
    private static RequestOrigin ofAddress(String address, String host, URI baseUrl) {
        if (address == null) {
            return UNKNOWN;
        }
        try {
            String authority = new URI(address).getRawAuthority();
            return authority != null
                            && (authority.equalsIgnoreCase(host)
                                    || authority.toLowerCase(Locale.ROOT).equals(baseUrl.getRawAuthority()))
                    ? SAME
                    : OTHER;
        } catch (URISyntaxException e) {
            return OTHER;
        }
    }
}
