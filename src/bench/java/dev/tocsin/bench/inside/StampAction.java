package dev.tocsin.bench.inside;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Says when it started, in milliseconds. */
@ApplicationScoped
public class StampAction implements Action {

    @Override
    public String name() {
        return "stamp";
    }

    @Override
    public Object execute(ActionContext context) {
        return Map.of("started", ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) / 1000.0);
    }
}
