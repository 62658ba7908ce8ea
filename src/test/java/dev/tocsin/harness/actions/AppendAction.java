package dev.tocsin.harness.actions;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;

/** Appends a line to a file: the idempotency key, the attempt, the time, and a label. */
@ApplicationScoped
public class AppendAction implements Action {

    @Override
    public String name() {
        return "append";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required("file", Argument.Type.LINE, "The file"),
                Argument.optional("label", Argument.Type.LINE, "What to write at the end of the line"));
    }

    @Override
    public Object execute(ActionContext context) throws IOException {
        Instant started = Instant.now();
        String line = context.idempotencyKey() + " " + context.attempt() + " " + started + " "
                + context.issue().id() + " " + context.text("label") + "\n";
        // One write call in append mode: lines of several threads and processes do not mix.
        Files.writeString(Path.of(context.text("file")), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return Map.of("started", context.startedAt().toString());
    }
}
