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

/** Writes when it begins, and when it ends: once the file is there that {@code until} names, or by an interrupt. */
@ApplicationScoped
public class StayAction implements Action {

    @Override
    public String name() {
        return "stay";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.required("file", Argument.Type.LINE, "The file"),
                Argument.required("until", Argument.Type.LINE, "The file that ends it"));
    }

    @Override
    public Object execute(ActionContext context) throws IOException, InterruptedException {
        write(context, "begins");
        try {
            while (!Files.exists(Path.of(context.text("until")))) {
                Thread.sleep(20);
            }
        } finally {
            write(context, "ends");
        }
        return null;
    }

    private static void write(ActionContext context, String what) throws IOException {
        String line = context.idempotencyKey() + " " + context.attempt() + " " + Instant.now() + " " + what + "\n";
        Files.writeString(Path.of(context.text("file")), line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
