package dev.tocsin.assertion;

/** What is known of an assertion since it was last checked. */
public enum AssertionState {
    /** The check passed, for every record. */
    PASSING,
    /** The check failed, or a record did. */
    FAILING,
    /** The check could not tell: it threw, took too long, or its query was refused. */
    ERROR,
    /** It has not been checked yet. */
    UNKNOWN
}
