package dev.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * Keeps the beans that begin and end transactions for the next call: to make one takes longer than the
 * transaction's own work. There are as many as calls were ever inside one another and side by side.
 */
@ApplicationScoped
class OwnTransactions {

    private final Deque<Instance.Handle<OwnTransaction>> idle = new ConcurrentLinkedDeque<>();

    private Instance<OwnTransaction> all;

    /** For the container's proxy. */
    protected OwnTransactions() {}

    @Inject
    OwnTransactions(Instance<OwnTransaction> all) {
        this.all = all;
    }

    /** What is called in a transaction. */
    @FunctionalInterface
    interface Call {
        OwnTransaction.Result in(OwnTransaction transaction) throws Exception;
    }

    /** One that was left by an exception is not used again. */
    OwnTransaction.Result lend(Call call) throws Exception {
        Instance.Handle<OwnTransaction> lent = idle.pollFirst();
        if (lent == null) {
            lent = all.getHandle();
        }
        boolean good = false;
        try {
            OwnTransaction.Result result = call.in(lent.get());
            good = true;
            return result;
        } finally {
            if (good) {
                idle.addFirst(lent);
            } else {
                lent.destroy();
            }
        }
    }
}
