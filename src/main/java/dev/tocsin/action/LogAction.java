package dev.tocsin.action;

import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Text;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Writes the issue to the server's log: to see a responder work before it sends anything. */
@ApplicationScoped
class LogAction implements Action {

    private static final Logger LOG = Logger.getLogger("dev.tocsin.log");

    @Override
    public String name() {
        return "log";
    }

    @Override
    public String description() {
        return "Writes the issue to the server's log.";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.optional("message", Argument.Type.LINE, "What to write before the issue's name"),
                Argument.choice("level", "How loud; warning if it is not given", "info", "warning", "severe"));
    }

    @Override
    public Object execute(ActionContext context) {
        Level level = level(context.text("level"));
        String message = context.text("message");
        LOG.log(level, "{0}issue {1,number,#} \"{2}\", seen {3,number,#}×, {4}", new Object[] {
            message == null ? "" : message + ": ",
            context.issue().id(),
            Text.visible(context.issue().name()),
            context.issue().occurrences(),
            context.link()
        });
        return Map.of("logged_at", level.getName().toLowerCase(Locale.ROOT));
    }

    private static Level level(String word) {
        return switch (word == null ? "warning" : word.toLowerCase(Locale.ROOT)) {
            case "info" -> Level.INFO;
            case "severe" -> Level.SEVERE;
            default -> Level.WARNING;
        };
    }
}
