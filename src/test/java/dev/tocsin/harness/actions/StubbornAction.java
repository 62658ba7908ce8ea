package dev.tocsin.harness.actions;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/** Goes on until the file is there that {@code until} names, however often it is interrupted. */
@ApplicationScoped
public class StubbornAction implements Action {

    @Override
    public String name() {
        return "stubborn";
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(Duration.ofSeconds(2));
    }

    @Override
    public Object execute(ActionContext context) {
        Path end = Path.of(context.arguments().getString("until"));
        while (!Files.exists(end)) {
            Thread.interrupted();
            LockSupport.parkNanos(50_000_000);
        }
        return null;
    }
}
