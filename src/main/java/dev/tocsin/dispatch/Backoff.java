package dev.tocsin.dispatch;

import java.time.Duration;

/**
 * How long to wait after a failed attempt: doubling, up to a limit.
 *
 * @param first the gap after the first failure
 * @param longest no gap is longer
 */
record Backoff(Duration first, Duration longest) {

    /** @param failures how many attempts have failed, at least one */
    Duration after(int failures) {
        int doublings = Math.min(failures - 1, 40);
        if (first.compareTo(longest.dividedBy(1L << doublings)) >= 0) {
            return longest;
        }
        return first.multipliedBy(1L << doublings);
    }
}
