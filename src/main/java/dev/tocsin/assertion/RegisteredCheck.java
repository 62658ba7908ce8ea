package dev.tocsin.assertion;

import dev.tocsin.platform.Arguments;

/**
 * A check that assertions can name.
 *
 * @param recordType what its records have to be; null if it is not about records, or finds them itself
 * @param source opens what is to be called
 */
record RegisteredCheck(
        String name, Kind kind, String description, Arguments arguments, Class<?> recordType, Source source) {

    /** The kinds of checks. */
    enum Kind {
        /** One verdict. */
        PLAIN,
        /** A verdict for each record. */
        RECORD,
        /** Finds the failing records itself. */
        SEARCH
    }

    /** Gets hold of the bean to call. */
    @FunctionalInterface
    interface Source {
        Callee open();
    }

    /** What is called, until it is closed: a bean that belongs to nobody is then destroyed. */
    interface Callee extends AutoCloseable {
        default Verdict check(CheckContext context) throws Exception {
            throw new UnsupportedOperationException();
        }

        default Verdict check(Object record, CheckContext context) throws Exception {
            throw new UnsupportedOperationException();
        }

        default Search.Findings search(CheckContext context) throws Exception {
            throw new UnsupportedOperationException();
        }

        @Override
        default void close() {}
    }
}
