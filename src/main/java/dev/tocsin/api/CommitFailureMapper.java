package dev.tocsin.api;

import jakarta.annotation.Priority;
import jakarta.transaction.TransactionalException;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;

/**
 * A transaction that fails at its very commit, as when the database goes away just then. The server has a mapper of its own for
 * it, which finds none for what it has to map, and makes a page of it.
 */
@Priority(1)
public class CommitFailureMapper implements ExceptionMapper<TransactionalException> {

    private final ProblemMapper problems = new ProblemMapper();

    @Override
    public Response toResponse(TransactionalException failure) {
        return problems.toResponse(failure);
    }
}
