package dev.tocsin.security;

import dev.tocsin.platform.DatabaseFailure;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import dev.tocsin.platform.Text;
import jakarta.faces.application.ViewExpiredException;
import jakarta.inject.Inject;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Pattern;

/**
 * Stands before everything of Tocsin that can be reached by HTTP, finds out who is calling, and turns away
 * who may not come in. What the caller may do in detail, the services ask: see {@link Needs}. A filter rather
 * than an authentication mechanism, of which an application may have only one: this never clashes with
 * the host's.
 */
public class Gate implements Filter {

    private static final Logger LOG = Logger.getLogger(Gate.class.getName());

    /** The greatest body that is read of anything. */
    public static final int MOST_BODY = 8 * 1024 * 1024;

    /** The greatest form of a page. */
    private static final int MOST_FORM = 2 * 1024 * 1024;

    /** The greatest form of the pages that are for everybody. */
    static final int MOST_OF_NOBODY = 64 * 1024;

    /** Set on a request that was let in to a page: the page's path. */
    static final String LET_IN = "tocsin.page";

    /** What has no place in a path of ours, and could hide what it is: path parameters, encoded signs, empty segments. */
    /** In which the names of parameters, at least, are what they are in UTF-8. */
    private static final Set<String> READABLE = Set.of("UTF-8", "UTF8", "US-ASCII", "ISO-8859-1");

    private static final Pattern DISGUISED = Pattern.compile(";|\\\\|//|/\\.{1,2}(/|$)|%(2e|2f|5c|00|25|3b)");

    @Inject
    private Settings settings;

    @Inject
    private CurrentCaller current;

    @Inject
    private Entrance entrance;

    @Inject
    private Logins logins;

    @Inject
    private BodyReader bodies;

    /** What there is to do once it is known who is calling. */
    private interface Step {
        void go() throws IOException, ServletException;
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        HttpServletRequest asked = (HttpServletRequest) request;
        Answer answer = new Answer((HttpServletResponse) response);
        try {
            pass(asked, answer, chain);
        } catch (RuntimeException e) {
            failed(e, asked, answer);
        }
    }

    /** Who is calling cannot be found out, most likely because the database does not answer. */
    private void failed(RuntimeException failure, HttpServletRequest request, Answer answer)
            throws IOException, ServletException {
        String id = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, "{0} {1} could not be answered ({2}), {3}", new Object[] {
            request.getMethod(), request.getRequestURI(), StartUp.rootMessage(failure), id
        });
        LOG.log(Level.FINE, "Because of", failure);
        if (answer.response().isCommitted()) {
            return;
        }
        String path = path(request);
        if (Pages.has(path) && !isApi(path)) {
            answer.failed(id, request);
        } else if (DatabaseFailure.isBehind(failure)) {
            answer.problem(503, "The database does not answer; try again soon");
        } else {
            answer.problem(500, "Something failed; the log has more under " + id);
        }
    }

    private void pass(HttpServletRequest request, Answer answer, FilterChain chain)
            throws IOException, ServletException {
        String path = path(request);
        boolean api = isApi(path);
        boolean page = !api && Pages.has(path);
        if (page && request.getCharacterEncoding() == null) {
            // Before any parameter is looked at: afterwards it would be too late.
            request.setCharacterEncoding("UTF-8");
        }
        answer.harden(page);
        if (isUnreadable(request)) {
            answer.problem(415, "The charset is " + Text.visible(request.getCharacterEncoding()) + "; needed is UTF-8");
        } else if (isDisguised(request)) {
            answer.problem(400, "The address is not written plainly");
        } else if (request.getContentLengthLong() > MOST_BODY) {
            answer.problem(
                    413,
                    "The body has " + request.getContentLengthLong() + " bytes; the limit is " + MOST_BODY + " bytes");
        } else if (page) {
            page(path, request, answer, chain);
        } else {
            program(api, request, answer, chain);
        }
    }

    private static String path(HttpServletRequest request) {
        return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
    }

    /** The API may be below the pages' root. */
    private boolean isApi(String path) {
        return settings.restEnabled() && isBelow(path, settings.restPath());
    }

    private static boolean isBelow(String path, String root) {
        return path.equals(root) || path.startsWith(root + "/");
    }

    /** The server fails over the address, too, if it is to be read in such a way. */
    private static boolean isUnreadable(HttpServletRequest request) {
        String charset = request.getCharacterEncoding();
        return charset != null && !READABLE.contains(charset.replace("\"", "").toUpperCase(Locale.ROOT));
    }

    private static boolean isDisguised(HttpServletRequest request) {
        return DISGUISED
                .matcher(request.getRequestURI().toLowerCase(Locale.ROOT))
                .find();
    }

    /** The API; and what the server says of itself, which may be read from some addresses by anybody. */
    private void program(boolean api, HttpServletRequest request, Answer answer, FilterChain chain)
            throws IOException, ServletException {
        if (!api && settings.monitoringFrom().contains(ClientAddress.of(request, settings.proxies()))) {
            chain.doFilter(request, answer.response());
            return;
        }
        Entrance.Decision decision = entrance.program(request);
        if (decision.isSlowedDown()) {
            answer.slowDown(decision.retryAfter());
        } else if (decision.caller().isEmpty()) {
            answer.unauthorized();
        } else if (decision.crossSite()) {
            answer.problem(403, "A change that a page of another site asks for is refused");
        } else if (!api && !decision.caller().get().may(Permission.READ)) {
            answer.problem(403, "The role " + decision.caller().get().role().word() + " may not read");
        } else {
            letProgramIn(decision.caller().get(), request, answer, chain);
        }
    }

    private void letProgramIn(Caller caller, HttpServletRequest request, Answer answer, FilterChain chain)
            throws IOException, ServletException {
        try {
            bodies.with(
                    request,
                    caller,
                    MOST_BODY,
                    whole -> as(
                            caller,
                            () -> chain.doFilter(new CallersRequest(whole, caller, settings), answer.response())));
        } catch (BodyReader.Refused e) {
            refuse(e, answer);
        }
    }

    /** What is left of such a body is not waited for. */
    private static void refuse(BodyReader.Refused refusal, Answer answer) throws IOException {
        answer.response().setHeader("Connection", "close");
        if (refusal.status() == 503) {
            answer.response().setHeader("Retry-After", "1");
        }
        answer.problem(refusal.status(), refusal.getMessage());
    }

    private void page(String path, HttpServletRequest request, Answer answer, FilterChain chain)
            throws IOException, ServletException {
        if (!settings.pagesEnabled()) {
            answer.status(404);
        } else if (path.equals(Pages.ROOT) || path.equals(Pages.ROOT + "/")) {
            redirect(Pages.FIRST, request, answer);
        } else if (changesFromElsewhere(request)) {
            answer.page(403, request);
        } else if (Pages.isOpen(path)) {
            letIn(path, Caller.nobody(ClientAddress.of(request, settings.proxies())), request, answer, chain);
        } else if (settings.security() == Settings.Security.OWN) {
            ownPage(path, request, answer, chain);
        } else if (request.getUserPrincipal() != null || challenge(request, answer)) {
            letInIfAllowed(path, entrance.ofHost(request), request, answer, chain);
        }
    }

    /** A change comes from a page of ours, by a form of it: Faces takes a change that is asked for by an address, too. */
    private boolean changesFromElsewhere(HttpServletRequest request) {
        return RequestOrigin.matters(request)
                ? RequestOrigin.of(request, settings.baseUrl()) != RequestOrigin.SAME
                : request.getParameter("jakarta.faces.ViewState") != null;
    }

    private void ownPage(String path, HttpServletRequest request, Answer answer, FilterChain chain)
            throws IOException, ServletException {
        Optional<User> user = logins.current(request);
        if (user.isEmpty()) {
            redirect(Pages.LOGIN + next(path, request), request, answer);
        } else if (user.get().mustChangePassword() && !Pages.isPassword(path)) {
            redirect(Pages.PASSWORD + next(path, request), request, answer);
        } else {
            letInIfAllowed(path, user.map(found -> entrance.caller(found, request)), request, answer, chain);
        }
    }

    private void letInIfAllowed(
            String path, Optional<Caller> caller, HttpServletRequest request, Answer answer, FilterChain chain)
            throws IOException, ServletException {
        boolean ownPassword = Pages.isPassword(path) && logins.areOurs();
        Optional<Permission> needed = Pages.needed(path);
        if (caller.isEmpty()) {
            answer.page(403, request);
        } else if (needed.isEmpty() && !ownPassword) {
            answer.page(caller.get().may(Permission.READ) ? 404 : 403, request);
        } else if (!ownPassword && !caller.get().may(needed.get())) {
            answer.page(403, request);
        } else {
            letIn(path, caller.get(), request, answer, chain);
        }
    }

    private void letIn(String path, Caller caller, HttpServletRequest request, Answer answer, FilterChain chain)
            throws IOException, ServletException {
        try {
            bodies.with(
                    request,
                    caller,
                    caller.role() == null ? MOST_OF_NOBODY : MOST_FORM,
                    whole -> show(path, caller, whole, answer, chain));
        } catch (BodyReader.Refused e) {
            refuse(e, answer);
        }
    }

    private void show(String path, Caller caller, HttpServletRequest request, Answer answer, FilterChain chain)
            throws IOException, ServletException {
        request.setAttribute(LET_IN, path);
        PageResponse page = new PageResponse(answer.response());
        try {
            as(
                    caller,
                    () -> chain.doFilter(
                            caller.role() == null ? request : new CallersRequest(request, caller, settings), page));
        } catch (ServletException | RuntimeException e) {
            failed(e, path, request, answer);
            return;
        }
        if (page.refused() != 0) {
            answer.page(page.refused(), request);
        }
    }

    /** Of what is wrong, a person is told what helps; and else an id that is in the log. */
    private static void failed(Exception failure, String path, HttpServletRequest request, Answer answer)
            throws IOException, ServletException {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ViewExpiredException) {
                answer.expired(request.getContextPath() + NextPage.of(path + query(path, request)), request);
                return;
            }
            if (cause instanceof Forbidden) {
                answer.page(403, request);
                return;
            }
            if (cause instanceof InvalidInput) {
                // Of what a person can get wrong, the page itself tells: that was a button that it does not have.
                answer.page(404, request);
                return;
            }
        }
        String id = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, failure, () -> "The page " + path + " failed, " + id);
        answer.failed(id, request);
    }

    /** Of the page that a form was sent from: a form's own address has none. Empty, or with its question mark. */
    private static String query(String path, HttpServletRequest request) {
        String query = request.getQueryString();
        String referer = request.getHeader("Referer");
        if (query == null && referer != null) {
            try {
                URI from = new URI(referer);
                query = (request.getContextPath() + path).equals(from.getPath()) ? from.getRawQuery() : null;
            } catch (URISyntaxException nothingOfOurs) {
                query = null;
            }
        }
        return query == null ? "" : "?" + query;
    }

    /** The host's own way to log in, if it has one for this. @return whether that is done; else it has been answered */
    private static boolean challenge(HttpServletRequest request, Answer answer) throws IOException, ServletException {
        try {
            if (request.authenticate(answer.response())) {
                return true;
            }
            if (answer.response().isCommitted()) {
                return false;
            }
        } catch (ServletException e) {
            request.setAttribute("tocsin.challenge", e.getMessage());
        }
        if (answer.response().getStatus() < 300) {
            answer.page(403, request);
        }
        return false;
    }

    private static String next(String path, HttpServletRequest request) {
        if (!request.getMethod().equals("GET") || Pages.isPassword(path)) {
            return "";
        }
        String query = request.getQueryString();
        String next = NextPage.of(path + (query == null ? "" : "?" + query));
        return next.equals(NextPage.FIRST) ? "" : "?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8);
    }

    private static void redirect(String page, HttpServletRequest request, Answer answer) throws IOException {
        answer.redirect(request.getContextPath() + page, "partial/ajax".equals(request.getHeader("Faces-Request")));
    }

    private void as(Caller caller, Step step) throws IOException, ServletException {
        try {
            current.during(caller, () -> {
                step.go();
                return null;
            });
        } catch (IOException | ServletException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
    }

    /** Who waits, waits so long. */
    static String seconds(Duration wait) {
        return Long.toString(Logins.seconds(wait));
    }
}
