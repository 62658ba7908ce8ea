package dev.tocsin.harness.actions;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** As {@link HangAction}, but it may take longer than any test. */
@ApplicationScoped
public class NeverEndsAction implements Action {

    @Override
    public String name() {
        return "never-ends";
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(Duration.ofHours(1));
    }

    @Override
    public Object execute(ActionContext context) throws InterruptedException {
        new CountDownLatch(1).await();
        return null;
    }
}
