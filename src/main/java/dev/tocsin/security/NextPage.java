package dev.tocsin.security;

import java.util.regex.Pattern;

/** Where to go after a login: one of Tocsin's own pages, whatever an address asks for. */
final class NextPage {

    static final String FIRST = "/tocsin/";

    private static final int MOST = 1000;

    /** From the root of the application, so that it cannot name another host; of the query, what an address may have. */
    private static final Pattern PAGE =
            Pattern.compile("/tocsin/([a-z][a-z0-9-]*\\.xhtml)?(\\?[A-Za-z0-9._~%!$&'()*+,;=:@/?-]*)?");

    private NextPage() {}

    /** The page that is wanted; the first one if it is none, or would lead back to the login. */
    static String of(String wanted) {
        return wanted != null
                        && wanted.length() <= MOST
                        && PAGE.matcher(wanted).matches()
                        && !wanted.startsWith("/tocsin/login.xhtml")
                ? wanted
                : FIRST;
    }
}
