package dev.tocsin.assertion;

/** Someone else changed the assertion since it was read. */
public class AssertionChanged extends RuntimeException {

    AssertionChanged(long id, long expected, long actual) {
        super("Assertion " + id + " is at version " + actual + ", not " + expected
                + ": someone changed it; read it again");
    }
}
