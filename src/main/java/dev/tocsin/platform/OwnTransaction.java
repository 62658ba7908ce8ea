package dev.tocsin.platform;

import jakarta.enterprise.context.Dependent;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Calls one method in its transaction. Made for that call, so that no other thread meets its interceptors. */
@Dependent
class OwnTransaction {

    /** What a call returned, or what it threw without asking for a rollback. */
    record Result(Object returned, RuntimeException thrown) {
        Object get() {
            if (thrown != null) {
                throw thrown;
            }
            return returned;
        }
    }

    @Transactional
    Result required(InvocationContext call, Class<?>[] dontRollbackOn) throws Exception {
        return proceed(call, dontRollbackOn);
    }

    @Transactional(TxType.REQUIRES_NEW)
    Result requiresNew(InvocationContext call, Class<?>[] dontRollbackOn) throws Exception {
        return proceed(call, dontRollbackOn);
    }

    @Transactional(TxType.MANDATORY)
    Result mandatory(InvocationContext call, Class<?>[] dontRollbackOn) throws Exception {
        return proceed(call, dontRollbackOn);
    }

    private static Result proceed(InvocationContext call, Class<?>[] dontRollbackOn) throws Exception {
        try {
            return new Result(call.proceed(), null);
        } catch (RuntimeException e) {
            for (Class<?> type : dontRollbackOn) {
                if (type.isInstance(e)) {
                    return new Result(null, e);
                }
            }
            throw e;
        }
    }
}
