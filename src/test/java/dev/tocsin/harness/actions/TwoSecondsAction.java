package dev.tocsin.harness.actions;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Takes two seconds, whatever becomes of the clock meanwhile. */
@ApplicationScoped
public class TwoSecondsAction implements Action {

    @Override
    public String name() {
        return "two-seconds";
    }

    @Override
    public Object execute(ActionContext context) throws InterruptedException {
        return new CountDownLatch(1).await(2, TimeUnit.SECONDS);
    }
}
