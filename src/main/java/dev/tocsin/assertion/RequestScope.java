package dev.tocsin.assertion;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.control.ActivateRequestContext;

/** Gives a task the request scope that a check may rely on. */
@ApplicationScoped
class RequestScope {

    @ActivateRequestContext
    public void run(Runnable task) {
        task.run();
    }
}
