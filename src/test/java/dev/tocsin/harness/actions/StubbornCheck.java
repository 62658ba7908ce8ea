package dev.tocsin.harness.actions;

import dev.tocsin.assertion.Check;
import dev.tocsin.assertion.CheckContext;
import dev.tocsin.assertion.Verdict;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;

/** Goes on until the file is there that {@code until} names, however often it is interrupted; then it passes. */
@ApplicationScoped
public class StubbornCheck implements Check {

    @Override
    public String name() {
        return "stubborn";
    }

    @Override
    public Arguments arguments() {
        return Arguments.of(Argument.required("until", Argument.Type.LINE, "The file"));
    }

    @Override
    public Verdict check(CheckContext context) {
        Path end = Path.of(context.text("until", ""));
        while (!Files.exists(end)) {
            Thread.interrupted();
            LockSupport.parkNanos(50_000_000);
        }
        return Verdict.passed();
    }
}
