package dev.tocsin.issue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One issue whose occurrences are counted in memory, and how many of them are not written yet. */
final class Storm {

    /**
     * What is to be written.
     *
     * @param latest the wish that came last
     * @param occurrences how many came
     * @param last when that one came
     * @param issueId the issue that was open when they came, as far as this node knew
     */
    record Tally(Wish latest, long occurrences, Instant last, long issueId) {

        String fingerprint() {
            return latest.fingerprint();
        }
    }

    /** What is not written by then is not counted on: the next ones learn whether the database answers. */
    private static final Duration MOST_AGE = Duration.ofMillis(1500);

    private Occurrence known;
    private Wish latest;
    private long oldest;
    private long unwritten;
    private Instant last;
    private boolean over;
    private boolean stuck;

    /** @param known what the database said last */
    Storm(Wish latest, Occurrence known) {
        this.known = known;
        this.latest = latest;
        this.last = known.counted().lastSeenAt();
    }

    /** Empty if it is not to be counted here. */
    synchronized Optional<Occurrence> count(Wish wish, Instant now) {
        if (over || stuck || unwritten > 0 && System.nanoTime() - oldest > MOST_AGE.toNanos()) {
            return Optional.empty();
        }
        if (unwritten == 0) {
            oldest = System.nanoTime();
        }
        unwritten++;
        latest = wish;
        last = now.isAfter(last) ? now : last;
        return Optional.of(new Occurrence(known.outcome(), known.counted().seenAgain(unwritten, last)));
    }

    synchronized Tally tally() {
        return new Tally(latest, unwritten, last, known.counted().id());
    }

    /** @param now what the database says now */
    synchronized void written(Tally tally, Optional<Occurrence> now) {
        unwritten -= tally.occurrences();
        oldest = System.nanoTime();
        stuck = false;
        // Nobody who is counted has created it, not even if it had to be created anew.
        now.ifPresentOrElse(occurrence -> known = Occurrence.again(occurrence.counted()), () -> over = true);
    }

    /** The next ones are to learn from the database itself that it does not answer. */
    synchronized void notWritten() {
        stuck = true;
    }

    /** No more are counted here. */
    synchronized void end() {
        over = true;
    }

    synchronized boolean isOver() {
        return over;
    }
}
