package dev.tocsin.dispatch;

/**
 * How many actions there are, counted up to a bound.
 *
 * @param more whether there are, or may be, more than that
 */
public record ActionCount(long number, boolean more) {

    /** So far it is counted. */
    public static final int MOST = 1000;

    static ActionCount of(long counted) {
        return of(counted, false);
    }

    static ActionCount of(long counted, boolean more) {
        return new ActionCount(Math.min(counted, MOST), more || counted > MOST);
    }
}
