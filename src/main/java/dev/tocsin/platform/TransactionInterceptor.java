package dev.tocsin.platform;

import jakarta.annotation.Priority;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;

/** Gives each call a bean of its own to begin, join and end its transaction: see {@link InTransaction}. */
@Interceptor
@InTransaction
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
public class TransactionInterceptor {

    @Inject
    private Instance<OwnTransaction> transactions;

    @AroundInvoke
    public Object call(InvocationContext call) throws Exception {
        InTransaction wanted = wanted(call);
        OwnTransaction.Result result;
        Instance.Handle<OwnTransaction> handle = transactions.getHandle();
        try {
            OwnTransaction transaction = handle.get();
            result = switch (wanted.value()) {
                case REQUIRED -> transaction.required(call, wanted.dontRollbackOn());
                case REQUIRES_NEW -> transaction.requiresNew(call, wanted.dontRollbackOn());
                case MANDATORY -> transaction.mandatory(call, wanted.dontRollbackOn());
                default -> throw new IllegalStateException("No way to call a method in " + wanted);
            };
        } finally {
            handle.destroy();
        }
        return result.get();
    }

    private static InTransaction wanted(InvocationContext call) {
        InTransaction ofMethod = call.getMethod().getAnnotation(InTransaction.class);
        return ofMethod != null
                ? ofMethod
                : call.getMethod().getDeclaringClass().getAnnotation(InTransaction.class);
    }
}
