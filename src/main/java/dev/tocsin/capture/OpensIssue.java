package dev.tocsin.capture;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a bean or a method of one: an exception that leaves it opens an issue, and goes on its way. While that
 * issue is open, another one counts as a further occurrence.
 *
 * <pre>{@code
 * @OpensIssue("Payments fail: {exception}")
 * public Receipt pay(Order order) { … }
 * }</pre>
 *
 * <p>The details say the exception, its message, its stack trace and the method. Whatever keeps the issue
 * from being recorded is written to the log, and never to be seen by the caller.
 */
@Documented
@Inherited
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface OpensIssue {

    /**
     * The name of the issue, with {@code {exception}}, {@code {class}} and {@code {method}} for the simple
     * names of those; not with what differs from call to call, because each name is an issue of its own.
     */
    @Nonbinding
    String value() default "{exception} in {class}.{method}";

    /** Whether the details say the parameters of the call, as texts; think of what may be secret in them. */
    @Nonbinding
    boolean parameters() default false;

    /** Exceptions that open none, with their subclasses. */
    @Nonbinding
    Class<? extends Throwable>[] ignore() default {};
}
