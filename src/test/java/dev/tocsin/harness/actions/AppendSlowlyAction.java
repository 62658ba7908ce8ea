package dev.tocsin.harness.actions;

import dev.tocsin.action.ActionContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** As {@link AppendAction}, but it goes on for a while after it has written its line: long enough to be cut off. */
@ApplicationScoped
public class AppendSlowlyAction extends AppendAction {

    private static final long MILLIS = 500;

    @Override
    public String name() {
        return "append-slowly";
    }

    @Override
    public Object execute(ActionContext context) throws IOException {
        Object written = super.execute(context);
        try {
            new CountDownLatch(1).await(MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Map.of("interrupted", true);
        }
        return written;
    }
}
