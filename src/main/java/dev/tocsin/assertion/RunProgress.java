package dev.tocsin.assertion;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far a run is that is under way.
 *
 * @param expected how many records there were when it began; 0 if that is not known, or it is not about records
 * @param checked how many of them are checked
 * @param failing how many of those failed
 */
public record RunProgress(AssertionRun run, long expected, long checked, long failing) {

    static RunProgress of(AssertionRun run, List<RecordParts.Part> parts) {
        long checked = parts.stream().mapToLong(RecordParts.Part::checked).sum();
        long failing = parts.stream().mapToLong(RecordParts.Part::failing).sum();
        // Records may have been added since it began.
        return new RunProgress(run, Math.max(run.expected(), checked), checked, failing);
    }

    /** Of a hundred; empty while it cannot be told. */
    public Optional<Integer> percent() {
        return expected == 0 ? Optional.empty() : Optional.of((int) (checked * 100 / expected));
    }

    /** Records a second so far; empty if there is nothing to tell from. */
    public Optional<Double> rate(Instant now) {
        long millis = Duration.between(run.startedAt(), now).toMillis();
        return checked == 0 || millis <= 0 ? Optional.empty() : Optional.of(checked * 1000.0 / millis);
    }

    /** How much longer it will take, if it goes on as it did. */
    public Optional<Duration> rest(Instant now) {
        return rate(now).map(rate -> Duration.ofMillis((long) ((expected - checked) / rate * 1000)));
    }
}
