package dev.tocsin.assertion;

import dev.tocsin.platform.Arguments;

/**
 * A check that assertions can name as their {@code check_function}: a CDI bean that implements this. For
 * one with fixed arguments, a method with {@link Asserts} is shorter.
 *
 * <p>Called outside any transaction, in a thread of the server, with a request scope of its own; by one
 * thread for one assertion, by several if several assertions name it.
 */
public interface Check {

    /** What assertions name it by; unique in the application. */
    String name();

    /** One sentence for the people who choose among the checks. */
    default String description() {
        return "";
    }

    /** The arguments it takes, checked when an assertion is saved. By default none. */
    default Arguments arguments() {
        return Arguments.of();
    }

    /**
     * Does it. To be ended by an interrupt, when it takes longer than the assertion's timeout.
     *
     * @throws Exception if it cannot tell: the assertion is in {@code ERROR}, its issue stays as it is
     */
    Verdict check(CheckContext context) throws Exception;
}
