package dev.tocsin.api;

import dev.tocsin.assertion.AssertionChanged;
import dev.tocsin.assertion.AssertionNotFound;
import dev.tocsin.dispatch.IllegalActionChange;
import dev.tocsin.dispatch.IssueActionNotFound;
import dev.tocsin.issue.IllegalStatusChange;
import dev.tocsin.issue.IssueNotFound;
import dev.tocsin.issue.IssueNotRecorded;
import dev.tocsin.job.IllegalJobChange;
import dev.tocsin.job.JobNotFound;
import dev.tocsin.platform.DatabaseFailure;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import dev.tocsin.responder.ResponderChanged;
import dev.tocsin.responder.ResponderNotFound;
import dev.tocsin.security.Forbidden;
import dev.tocsin.security.TokenNotFound;
import dev.tocsin.security.UserNotFound;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import jakarta.persistence.OptimisticLockException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Turns whatever goes wrong into {@code application/problem+json} (RFC 9457). Only what is meant for the
 * caller is told; of anything else, an id that is in the log.
 */
public class ProblemMapper implements ExceptionMapper<Throwable> {

    private static final Logger LOG = Logger.getLogger(ProblemMapper.class.getName());
    private static final String PROBLEM_JSON = "application/problem+json";

    @Override
    public Response toResponse(Throwable failure) {
        if (failure instanceof ApiProblem problem) {
            return problem(problem.status(), problem.getMessage(), problem.problems());
        }
        if (failure instanceof InvalidInput input) {
            return problem(422, "The input was refused; nothing was written", input.problems());
        }
        if (failure instanceof IssueNotFound
                || failure instanceof ResponderNotFound
                || failure instanceof IssueActionNotFound
                || failure instanceof AssertionNotFound
                || failure instanceof JobNotFound
                || failure instanceof UserNotFound
                || failure instanceof TokenNotFound) {
            return problem(404, failure.getMessage(), List.of());
        }
        if (failure instanceof Forbidden) {
            return problem(403, failure.getMessage(), List.of());
        }
        if (failure instanceof IllegalStatusChange
                || failure instanceof IllegalActionChange
                || failure instanceof IllegalJobChange) {
            return problem(409, failure.getMessage(), List.of());
        }
        if (failure instanceof ResponderChanged || failure instanceof AssertionChanged) {
            return problem(412, failure.getMessage(), List.of());
        }
        if (failure instanceof WebApplicationException web) {
            return ofTheServer(web);
        }
        if (hasCause(failure, OptimisticLockException.class)) {
            return problem(409, "Someone else changed it at the same moment; read it again", List.of());
        }
        return unexpected(failure);
    }

    /** What the server itself found: no such path, a method that the path has not, a wrong content type. */
    private static Response ofTheServer(WebApplicationException failure) {
        Response given = failure.getResponse();
        int status = given.getStatus();
        if (status >= 500) {
            return unexpected(failure);
        }
        String detail = switch (status) {
            case 404 -> "There is nothing at this address";
            case 405 -> "This address takes " + given.getHeaderString(HttpHeaders.ALLOW);
            case 406 -> "This address answers with application/json";
            case 415 -> "This address takes application/json";
            default ->
                Response.Status.fromStatusCode(status) == null
                        ? "The request cannot be answered"
                        : Response.Status.fromStatusCode(status).getReasonPhrase();
        };
        Response problem = problem(status, detail, List.of());
        if (given.getHeaderString(HttpHeaders.ALLOW) == null) {
            return problem;
        }
        return Response.fromResponse(problem)
                .header(HttpHeaders.ALLOW, given.getHeaderString(HttpHeaders.ALLOW))
                .build();
    }

    private static Response unexpected(Throwable failure) {
        String id = UUID.randomUUID().toString();
        LOG.log(Level.SEVERE, failure, () -> "A request failed, " + id);
        boolean database = failure instanceof IssueNotRecorded || DatabaseFailure.isBehind(failure);
        return problem(
                database ? 503 : 500,
                (database ? unanswered(failure) : "Something went wrong that is not the request's fault")
                        + ". The server's log has more, under " + id,
                List.of());
    }

    private static String unanswered(Throwable failure) {
        return failure instanceof IssueNotRecorded
                ? "The issue was not recorded, because of the database; try again"
                : "The database does not answer, or cannot do this now; try again soon";
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return true;
            }
        }
        return false;
    }

    private static Response problem(int status, String detail, List<Problem> problems) {
        JsonObjectBuilder body = Json.provider()
                .createObjectBuilder()
                .add("type", "about:blank")
                .add("title", title(status))
                .add("status", status)
                .add("detail", detail);
        if (!problems.isEmpty()) {
            JsonArrayBuilder list = Json.provider().createArrayBuilder();
            problems.forEach(problem -> list.add(Json.provider()
                    .createObjectBuilder()
                    .add("path", problem.path())
                    .add("message", problem.message())));
            body.add("problems", list);
        }
        return Response.status(status)
                .type(PROBLEM_JSON)
                .entity(body.build().toString())
                .build();
    }

    private static String title(int status) {
        if (status == 422) {
            return "Unprocessable Content";
        }
        Response.Status known = Response.Status.fromStatusCode(status);
        return known == null ? "Error" : known.getReasonPhrase();
    }
}
