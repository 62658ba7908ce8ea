package dev.tocsin.platform;

import jakarta.annotation.Priority;
import jakarta.annotation.Resource;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional.TxType;
import jakarta.transaction.TransactionalException;

/** Lends each call a bean to begin, join and end its transaction, which no other call has meanwhile: see {@link InTransaction}. */
@Interceptor
@InTransaction
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 200)
public class TransactionInterceptor {

    @Inject
    private OwnTransactions transactions;

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry current;

    @AroundInvoke
    public Object call(InvocationContext call) throws Exception {
        InTransaction wanted = wanted(call);
        boolean joins =
                wanted.value() != TxType.REQUIRES_NEW && current.getTransactionStatus() != Status.STATUS_NO_TRANSACTION;
        OwnTransaction.Result result = transactions.lend(transaction -> switch (wanted.value()) {
            case REQUIRED -> transaction.required(call, wanted, current);
            case REQUIRES_NEW -> transaction.requiresNew(call, wanted, current);
            case MANDATORY -> transaction.mandatory(call, wanted, current);
            default -> throw new IllegalStateException("No way to call a method in " + wanted);
        });
        Object returned = result.get();
        if (result.rolledBack() && !joins) {
            // Whoever caught the failure inside knows of it; whoever relies on what was written would not.
            throw new TransactionalException(
                    "Nothing that " + call.getMethod().getDeclaringClass().getSimpleName() + "."
                            + call.getMethod().getName()
                            + " did was kept, because something in its transaction failed",
                    new RollbackException());
        }
        return returned;
    }

    private static InTransaction wanted(InvocationContext call) {
        InTransaction ofMethod = call.getMethod().getAnnotation(InTransaction.class);
        return ofMethod != null
                ? ofMethod
                : call.getMethod().getDeclaringClass().getAnnotation(InTransaction.class);
    }
}
