package dev.tocsin.assertion;

import dev.tocsin.platform.Arguments;

/**
 * A check of one record, which assertions can name as their {@code check_function} together with an
 * entity type: a CDI bean that implements this. Every record of that type is checked, by several threads
 * at once.
 *
 * <p>The record is read only and belongs to no transaction; its relations are loaded when they are asked
 * for.
 *
 * @param <E> the entities that it can check: one of them, or what they have in common
 */
public interface RecordCheck<E> {

    /** What assertions name it by; unique in the application. */
    String name();

    /** The entities that it can check have to be of this type. */
    Class<E> recordType();

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
     * @throws Exception if it cannot tell: the assertion is in {@code ERROR}, that record's issue stays as it
     *     is, and the other records are checked all the same
     */
    Verdict check(E record, CheckContext context) throws Exception;
}
