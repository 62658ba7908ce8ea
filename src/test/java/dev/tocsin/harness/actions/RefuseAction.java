package dev.tocsin.harness.actions;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.action.PermanentFailure;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;

/** Fails for good as long as a file is not there. */
@ApplicationScoped
public class RefuseAction implements Action {

    @Override
    public String name() {
        return "refuse";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(Argument.required("unless", Argument.Type.LINE, "The file"));
    }

    @Override
    public Object execute(ActionContext context) throws PermanentFailure {
        if (!Files.exists(Path.of(context.text("unless")))) {
            throw new PermanentFailure("There is no <paper> in the printer");
        }
        return "printed";
    }
}
