package dev.tocsin.assertion;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a method of a CDI bean an assertion. While it fails there is an open issue of its name; once it
 * passes, that issue is resolved.
 *
 * <pre>{@code
 * @ApplicationScoped
 * public class Ledger {
 *     @Asserts("Every account balances")
 *     Verdict books() { … }
 *
 *     @Asserts(value = "An order has a customer", every = "PT5M")
 *     boolean customer(Order order) { return order.customer() != null; }
 * }
 * }</pre>
 *
 * <p>The method returns {@code boolean} or {@link Verdict}. Without a parameter it is one check. With one
 * parameter, an entity, it checks every record of that entity, and there is an issue for each record that
 * fails. It may throw: the assertion is then in {@code ERROR}, and its issues stay as they are. It is
 * called outside any transaction, by several threads at once if it checks records.
 *
 * <p>What is declared here is taken over at each start of the application; a schedule or an on/off that an
 * admin has set wins over it. A method that cannot be an assertion stops the deployment.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Asserts {

    /** The name of the assertion and of its issues: what should be true. Unique in the application. */
    String value();

    /** How often it is checked: {@code 30s}, {@code 5m}, or ISO 8601. Empty: not by interval. */
    String every() default "";

    /**
     * When it is checked, as a Unix cron expression of five fields. Empty: not by cron. With neither, only
     * when the job {@code check-assertions} is started.
     */
    String cron() default "";

    /** The time zone of {@link #cron()}. */
    String zone() default "UTC";

    /** Whether it is checked at all, until an admin says otherwise. */
    boolean enabled() default true;

    /**
     * How many times in a row it has to fail before the issue is opened, as Icinga's {@code
     * max_check_attempts}. Of a record assertion: that the same record has to fail.
     */
    int attempts() default 1;

    /** How long the check may take: of a record assertion, for one record. After that its thread is interrupted. */
    String timeout() default "30s";

    /**
     * Of a record assertion: how many of its issues may be open. When more records fail, one further issue,
     * about no record, says how many.
     */
    int maxIssues() default 1000;

    /** Of a record assertion: a JPQL condition on the record, which is called {@code r}: {@code r.paid = false}. */
    String where() default "";

    /**
     * Of a record assertion, instead of {@link #where()}: a whole JPQL query of the records, without an order:
     * {@code SELECT o FROM Order o JOIN o.customer c WHERE c.active = true}.
     */
    String query() default "";

    /** Of a record assertion: the persistence unit, where several have the entity. */
    String unit() default "";
}
