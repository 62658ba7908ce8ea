package dev.tocsin.platform;

import jakarta.enterprise.context.Dependent;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;
import jakarta.transaction.Transactional.TxType;

/** Calls one method in its transaction. One call at a time has it, so that no other thread meets its interceptors. */
@Dependent
class OwnTransaction {

    /** What a call returned, or what it threw without asking for a rollback, and whether there will be one. */
    record Result(Object returned, RuntimeException thrown, boolean rolledBack) {
        Object get() {
            if (thrown != null) {
                throw thrown;
            }
            return returned;
        }
    }

    @Transactional
    Result required(InvocationContext call, InTransaction wanted, TransactionSynchronizationRegistry current)
            throws Exception {
        return proceed(call, wanted, current);
    }

    @Transactional(TxType.REQUIRES_NEW)
    Result requiresNew(InvocationContext call, InTransaction wanted, TransactionSynchronizationRegistry current)
            throws Exception {
        return proceed(call, wanted, current);
    }

    @Transactional(TxType.MANDATORY)
    Result mandatory(InvocationContext call, InTransaction wanted, TransactionSynchronizationRegistry current)
            throws Exception {
        return proceed(call, wanted, current);
    }

    private static Result proceed(
            InvocationContext call, InTransaction wanted, TransactionSynchronizationRegistry current) throws Exception {
        try {
            return new Result(call.proceed(), null, current.getRollbackOnly());
        } catch (RuntimeException e) {
            for (Class<?> type : wanted.dontRollbackOn()) {
                if (type.isInstance(e)) {
                    return new Result(null, e, current.getRollbackOnly());
                }
            }
            throw e;
        }
    }
}
