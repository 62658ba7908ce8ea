package dev.tocsin.assertion;

import dev.tocsin.platform.FailureText;
import dev.tocsin.platform.OpenedArguments;
import java.util.List;
import java.util.concurrent.Callable;

/** A check that was given secrets: none of them is in what comes of it. */
final class DiscreetCheck implements RegisteredCheck.Callee {

    private final RegisteredCheck.Callee check;
    private final OpenedArguments arguments;

    private DiscreetCheck(RegisteredCheck.Callee check, OpenedArguments arguments) {
        this.check = check;
        this.arguments = arguments;
    }

    /** The check itself, if there are no secrets. */
    static RegisteredCheck.Callee of(RegisteredCheck.Callee check, OpenedArguments arguments) {
        return arguments.haveSecrets() ? new DiscreetCheck(check, arguments) : check;
    }

    @Override
    public Verdict check(CheckContext context) throws Exception {
        return discreetly(() -> shown(check.check(context)));
    }

    @Override
    public Verdict check(Object record, CheckContext context) throws Exception {
        return discreetly(() -> shown(check.check(record, context)));
    }

    @Override
    public Search.Findings search(CheckContext context) throws Exception {
        return discreetly(() -> shown(check.search(context)));
    }

    /** What it throws is thrown on, unless it says too much. */
    private <T> T discreetly(Callable<T> call) throws Exception {
        try {
            return call.call();
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            String said = FailureText.of(e);
            String shown = arguments.hide(said);
            if (shown.equals(said)) {
                throw e;
            }
            throw new CheckFailed(shown);
        }
    }

    private Search.Findings shown(Search.Findings found) {
        List<Search.Finding> failing = found.failing().stream()
                .map(one -> new Search.Finding(arguments.hide(one.recordId()), arguments.hide(one.details())))
                .toList();
        return new Search.Findings(found.recordType(), failing, found.complete());
    }

    private Verdict shown(Verdict verdict) {
        return verdict.isPassed() ? verdict : new Verdict(verdict.outcome(), arguments.hide(verdict.details()));
    }

    @Override
    public void close() {
        check.close();
    }

    /** What a check threw, without the secrets that its message had. */
    private static final class CheckFailed extends Exception {
        CheckFailed(String message) {
            super(message);
        }
    }
}
