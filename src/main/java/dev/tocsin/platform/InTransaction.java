package dev.tocsin.platform;

import static java.lang.annotation.ElementType.METHOD;
import static java.lang.annotation.ElementType.TYPE;
import static java.lang.annotation.RetentionPolicy.RUNTIME;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import jakarta.transaction.Transactional.TxType;
import java.lang.annotation.Retention;
import java.lang.annotation.Target;

/**
 * What {@link jakarta.transaction.Transactional} says, for beans that threads share. The server's own
 * interceptor keeps in a field whether its caller may use a {@code UserTransaction}; in a shared bean that
 * field is every thread's, and a caller (a batch step, a host's servlet) could be left without its
 * {@code UserTransaction} for good.
 */
@InterceptorBinding
@Retention(RUNTIME)
@Target({TYPE, METHOD})
public @interface InTransaction {

    /** {@code REQUIRED}, {@code REQUIRES_NEW} or {@code MANDATORY}. */
    @Nonbinding
    TxType value() default TxType.REQUIRED;

    /** Unchecked exceptions that leave the transaction as it is: thrown before anything is written. */
    @Nonbinding
    Class<? extends RuntimeException>[] dontRollbackOn() default {};
}
