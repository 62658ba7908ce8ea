package dev.tocsin.container;

import dev.tocsin.platform.InTransaction;
import jakarta.annotation.Resource;
import jakarta.ejb.Stateless;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.enterprise.concurrent.ManagedExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional.TxType;
import java.util.concurrent.Callable;

/** Works where no caller is: as a timer and a start do, and the pools' threads that these make use of. */
@Stateless
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
public class NightShift {

    @Resource(lookup = "java:comp/DefaultManagedExecutorService")
    private ManagedExecutorService executor;

    public <T> T asTimer(Callable<T> work) throws Exception {
        return work.call();
    }

    public <T> T inPool(Callable<T> work) throws Exception {
        return executor.submit(work).get();
    }

    /** Does work in a transaction, as Tocsin's services do theirs. */
    @ApplicationScoped
    public static class Ledger {

        @InTransaction
        public <T> T inTransaction(Callable<T> work) throws Exception {
            return work.call();
        }

        @InTransaction(TxType.REQUIRES_NEW)
        public <T> T inItsOwn(Callable<T> work) throws Exception {
            return work.call();
        }

        @InTransaction(dontRollbackOn = UnsupportedOperationException.class)
        public <T> T kept(Callable<T> work) throws Exception {
            return work.call();
        }
    }
}
