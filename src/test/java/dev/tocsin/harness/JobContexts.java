package dev.tocsin.harness;

import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import java.lang.reflect.Proxy;

/** What the batch runtime tells the listeners and steps of a job. */
public final class JobContexts {

    private JobContexts() {}

    /** @param id what the job left as its user data; null if it had not begun */
    public static JobContext of(Long id, BatchStatus status) {
        return of(id, status, "check-assertions");
    }

    public static JobContext of(Long id, BatchStatus status, String name) {
        return (JobContext) Proxy.newProxyInstance(
                JobContext.class.getClassLoader(),
                new Class<?>[] {JobContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getTransientUserData" -> id;
                    case "getBatchStatus" -> status;
                    case "getJobName" -> name;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
