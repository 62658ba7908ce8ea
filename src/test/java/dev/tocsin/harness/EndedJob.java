package dev.tocsin.harness;

import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.context.JobContext;
import java.lang.reflect.Proxy;

/** What the batch runtime tells the listeners of a job that has ended. */
public final class EndedJob {

    private EndedJob() {}

    /** @param id what the job left as its user data; null if it had not begun */
    public static JobContext of(Long id, BatchStatus status) {
        return (JobContext) Proxy.newProxyInstance(
                JobContext.class.getClassLoader(),
                new Class<?>[] {JobContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "getTransientUserData" -> id;
                    case "getBatchStatus" -> status;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }
}
