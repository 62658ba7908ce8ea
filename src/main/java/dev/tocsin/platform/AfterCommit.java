package dev.tocsin.platform;

import jakarta.annotation.Resource;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;

/**
 * What is to happen once a transaction has committed, however many events in it ask for it. An observer of events
 * after the commit is called for each of them, which takes longer than to write what they tell of.
 */
@ApplicationScoped
public class AfterCommit {

    @Resource(lookup = "java:comp/TransactionSynchronizationRegistry")
    private TransactionSynchronizationRegistry transaction;

    /**
     * Once for each key and transaction; at once where there is none. Not after a rollback.
     *
     * @param work is in no transaction any more, though the container has not noticed yet: it may not call an EJB
     */
    public void once(Object key, Runnable work) {
        int status = transaction.getTransactionStatus();
        if (status == Status.STATUS_NO_TRANSACTION) {
            work.run();
            return;
        }
        Asked asked = new Asked(key);
        // One that can only be rolled back takes no more.
        if (status == Status.STATUS_ACTIVE && transaction.getResource(asked) == null) {
            transaction.putResource(asked, Boolean.TRUE);
            transaction.registerInterposedSynchronization(new Synchronization() {
                @Override
                public void beforeCompletion() {
                    // only when it is over
                }

                @Override
                public void afterCompletion(int outcome) {
                    if (outcome == Status.STATUS_COMMITTED) {
                        work.run();
                    }
                }
            });
        }
    }

    /** Nobody else's key of the transaction. */
    private record Asked(Object key) {}
}
