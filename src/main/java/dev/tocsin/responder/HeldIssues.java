package dev.tocsin.responder;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * Waits for issues that others are changing, without holding anything meanwhile. Who runs an action or counts an occurrence
 * is done in milliseconds; a host's transaction may take minutes, for which nobody waits.
 */
final class HeldIssues {

    private static final Duration FIRST_LOOK = Duration.ofMillis(5);

    /** What is still held when the looks have become so rare is held by a host: from then on they cost patience. */
    private static final Duration LOOKS_EVERY = Duration.ofMillis(200);

    private final Consumer<Duration> pause;
    private final UnaryOperator<List<Long>> tryAgain;
    private Duration patience;

    /**
     * @param patience how long to wait for hosts, for all of the issues together
     * @param tryAgain returns those of the given ones that others still have
     */
    HeldIssues(Duration patience, UnaryOperator<List<Long>> tryAgain) {
        this(patience, time -> LockSupport.parkNanos(time.toNanos()), tryAgain);
    }

    HeldIssues(Duration patience, Consumer<Duration> pause, UnaryOperator<List<Long>> tryAgain) {
        this.patience = patience;
        this.pause = pause;
        this.tryAgain = tryAgain;
    }

    /** @return those that others had for too long */
    List<Long> waitFor(List<Long> issues) {
        List<Long> held = issues;
        Duration wait = FIRST_LOOK;
        while (!held.isEmpty() && (wait.compareTo(LOOKS_EVERY) < 0 || patience.compareTo(LOOKS_EVERY) >= 0)) {
            pause.accept(wait);
            held = tryAgain.apply(held);
            if (wait.compareTo(LOOKS_EVERY) < 0) {
                wait = wait.multipliedBy(2).compareTo(LOOKS_EVERY) < 0 ? wait.multipliedBy(2) : LOOKS_EVERY;
            } else {
                patience = patience.minus(wait);
            }
        }
        return held;
    }
}
