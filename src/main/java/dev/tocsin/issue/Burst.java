package dev.tocsin.issue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Occurrences of an issue that came one soon after the other.
 *
 * @param occurrences how many they were
 */
public record Burst(Instant startedAt, Instant endedAt, long occurrences) {

    /** An occurrence that comes later than this after the one before it begins another burst. */
    public static final Duration GAP = Duration.ofMinutes(10);

    /** How a burst began: with which occurrence of the issue, when, and when the one before it had ended. */
    record Beginning(long occurrence, Instant startedAt, Instant beforeAt) {}

    /**
     * The bursts, oldest first.
     *
     * @param latest the beginnings of the latest ones, oldest first: there may have been more
     */
    static List<Burst> of(Instant createdAt, Instant lastSeenAt, long occurrences, List<Beginning> latest) {
        List<Burst> bursts = new ArrayList<>();
        Instant startedAt = createdAt;
        long first = 1;
        for (Beginning next : latest) {
            bursts.add(new Burst(startedAt, next.beforeAt(), next.occurrence() - first));
            startedAt = next.startedAt();
            first = next.occurrence();
        }
        bursts.add(new Burst(startedAt, lastSeenAt, occurrences - first + 1));
        return bursts;
    }
}
