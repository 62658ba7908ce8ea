package dev.tocsin.harness.actions;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Cannot keep a secret: it is in the result, or in the error, as the responder wishes. */
@ApplicationScoped
public class TellAction implements Action {

    @Override
    public String name() {
        return "tell";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(
                Argument.secret("password", "What not to tell"),
                Argument.optional("fail", Argument.Type.BOOLEAN, "Whether to fail"));
    }

    @Override
    public Object execute(ActionContext context) {
        if (context.arguments().getBoolean("fail", false)) {
            throw new IllegalStateException("login failed with " + context.text("password"));
        }
        return Map.of(
                "used",
                context.text("password"),
                "length",
                context.text("password").length());
    }
}
