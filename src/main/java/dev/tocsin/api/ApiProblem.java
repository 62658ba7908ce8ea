package dev.tocsin.api;

import dev.tocsin.platform.Problem;
import java.util.List;

/** A request that is answered with a problem rather than with what it asked for. */
final class ApiProblem extends RuntimeException {

    private final int status;
    private final transient List<Problem> problems;

    private ApiProblem(int status, String detail, List<Problem> problems) {
        super(detail);
        this.status = status;
        this.problems = problems;
    }

    static ApiProblem badRequest(String detail) {
        return new ApiProblem(400, detail, List.of());
    }

    static ApiProblem badParameters(List<Problem> problems) {
        return new ApiProblem(400, "The address has parameters that cannot be used", problems);
    }

    static ApiProblem forbidden(String detail) {
        return new ApiProblem(403, detail, List.of());
    }

    static ApiProblem notFound(String detail) {
        return new ApiProblem(404, detail, List.of());
    }

    static ApiProblem tooSlow(String detail) {
        return new ApiProblem(408, detail, List.of());
    }

    static ApiProblem tooLarge(String detail) {
        return new ApiProblem(413, detail, List.of());
    }

    int status() {
        return status;
    }

    List<Problem> problems() {
        return problems;
    }
}
