package dev.tocsin.harness.actions;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** Never ends, until it is interrupted. */
@ApplicationScoped
public class HangAction implements Action {

    @Override
    public String name() {
        return "hang";
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(Duration.ofSeconds(2));
    }

    @Override
    public Object execute(ActionContext context) throws InterruptedException {
        new CountDownLatch(1).await();
        return null;
    }
}
