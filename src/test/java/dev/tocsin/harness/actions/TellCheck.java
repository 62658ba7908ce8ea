package dev.tocsin.harness.actions;

import dev.tocsin.assertion.Check;
import dev.tocsin.assertion.CheckContext;
import dev.tocsin.assertion.Verdict;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;

/** Cannot keep a secret: it is in the verdict, or in the exception, as the assertion wishes. */
@ApplicationScoped
public class TellCheck implements Check {

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
    public Verdict check(CheckContext context) {
        String password = context.text("password", "none");
        if (context.arguments().getBoolean("fail", false)) {
            throw new IllegalStateException("login failed with " + password);
        }
        return Verdict.failed(Map.of("used", password, "length", password.length()));
    }
}
