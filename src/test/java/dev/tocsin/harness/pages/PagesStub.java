package dev.tocsin.harness.pages;

import dev.tocsin.security.Logins;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** In place of pages: what they call, without what they look like. */
@WebServlet({
    "/tocsin/login.xhtml",
    "/tocsin/password.xhtml",
    "/tocsin/index.xhtml",
    "/tocsin/issues.xhtml",
    "/tocsin/issue.xhtml",
    "/tocsin/responders.xhtml",
    "/tocsin/responder.xhtml",
    "/tocsin/actions.xhtml",
    "/tocsin/assertions.xhtml",
    "/tocsin/assertion.xhtml",
    "/tocsin/settings.xhtml",
    "/tocsin/users.xhtml",
    "/tocsin/tokens.xhtml",
    "/tocsin/audit.xhtml",
    "/tocsin/forgotten.xhtml"
})
public class PagesStub extends HttpServlet {

    @Inject
    private Logins logins;

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setHeader("Content-Security-Policy", "script-src 'self' 'nonce-stub'");
        response.getWriter().print("seen by " + request.getRemoteUser());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        String password = request.getParameter("password");
        if (request.getParameter("logout") != null) {
            logins.logout(request);
            response.getWriter().print("out");
        } else if (request.getParameter("wanted") != null) {
            logins.changePassword(password, request.getParameter("wanted"), request);
            response.getWriter().print("changed");
        } else {
            response.getWriter()
                    .print(logins.login(request.getParameter("name"), password, request)
                                    .outcome() + " " + logins.destination(request.getParameter("next"), request));
        }
    }
}
