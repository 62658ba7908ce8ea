package dev.tocsin.dispatch;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** How long the actions of each name have taken of late, so that slow ones can be told from the others. */
final class Pace {

    private static final Duration SLOW = Duration.ofMillis(250);

    /** The weight of the latest, in the average. */
    private static final double LATEST = 0.2;

    private final Map<String, Double> averages = new ConcurrentHashMap<>();

    void took(String function, Duration time) {
        averages.merge(function, (double) time.toNanos(), (average, latest) -> average + LATEST * (latest - average));
    }

    /** One has been running for so long, and still is. */
    void takesLonger(String function, Duration time) {
        averages.merge(function, (double) time.toNanos(), Math::max);
    }

    /** Those that have been slow. */
    Set<String> slow() {
        return averages.entrySet().stream()
                .filter(entry -> entry.getValue() > SLOW.toNanos())
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }
}
