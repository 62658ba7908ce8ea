package dev.tocsin.capture;

import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.NewIssue;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.Arrays;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Opens an issue for an exception that leaves a bean; from outside of the transaction that it leaves. */
@Interceptor
@OpensIssue
@Priority(Interceptor.Priority.PLATFORM_BEFORE)
public class OpensIssueInterceptor {

    private static final Logger LOG = Logger.getLogger(OpensIssueInterceptor.class.getName());

    @Inject
    private IssueService issues;

    @Inject
    private SeenExceptions seen;

    @AroundInvoke
    Object call(InvocationContext call) throws Exception {
        seen.enter();
        try {
            return call.proceed();
        } catch (Exception | Error thrown) {
            tell(call, thrown);
            throw thrown;
        } finally {
            seen.leave();
        }
    }

    private void tell(InvocationContext call, Throwable thrown) {
        try {
            OpensIssue wanted = wanted(call);
            boolean ignored = Arrays.stream(wanted.ignore()).anyMatch(type -> type.isInstance(thrown));
            if (!ignored && seen.isNew(thrown)) {
                issues.openOnce(
                        ThrownDetails.storable(
                                IssueTemplate.fill(wanted.value(), thrown, call.getMethod()), NewIssue.MOST_NAME),
                        details(call, wanted, thrown));
            }
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            LOG.log(
                    Level.WARNING,
                    e,
                    () -> "No issue was opened for a " + thrown.getClass().getName() + " in " + call.getMethod());
        }
    }

    private static Map<String, Object> details(InvocationContext call, OpensIssue wanted, Throwable thrown) {
        Map<String, Object> details = ThrownDetails.of(thrown);
        details.put("method", call.getMethod().toString());
        if (wanted.parameters()) {
            details.put(
                    "parameters",
                    Arrays.stream(call.getParameters())
                            .map(ThrownDetails::shown)
                            .toList());
        }
        return details;
    }

    private static OpensIssue wanted(InvocationContext call) {
        OpensIssue ofMethod = call.getMethod().getAnnotation(OpensIssue.class);
        // The container's own subclass inherits what the bean's class has.
        return ofMethod != null ? ofMethod : call.getTarget().getClass().getAnnotation(OpensIssue.class);
    }
}
