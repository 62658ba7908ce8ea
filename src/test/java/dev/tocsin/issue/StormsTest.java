package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.TestClock;
import dev.tocsin.platform.DatabaseFailure;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is counted in memory is written, and what cannot be keeps no other from it. */
class StormsTest {

    private static final int ENOUGH_FOR_A_STORM = 25;
    private static final String HELD_ROW = "55P03";

    private final Map<String, Long> stored = new HashMap<>();
    private final Set<String> held = new HashSet<>();
    private final Set<String> badlyObserved = new HashSet<>();
    private final List<String> unwatched = new ArrayList<>();

    private final IssueIntake intake = new IssueIntake() {
        @Override
        List<Occurrence> open(List<Wish> wishes) {
            return List.of(seen(wishes.get(0), 1));
        }
    };

    private final IssueRecorder recorder = new IssueRecorder() {
        @Override
        public List<Optional<Occurrence>> count(List<Storm.Tally> tallies) {
            List<String> names = tallies.stream().map(StormsTest::name).toList();
            refuseHeld(names);
            if (names.stream().anyMatch(badlyObserved::contains)) {
                throw new IllegalStateException("an observer's own");
            }
            return tallies.stream().map(StormsTest.this::counted).toList();
        }

        @Override
        public Optional<Occurrence> countUnwatched(Storm.Tally tally) {
            unwatched.add(name(tally));
            refuseHeld(List.of(name(tally)));
            return counted(tally);
        }
    };

    private final Storms storms = new Storms(intake, recorder, new TestClock(() -> TestIssues.OPENED_AT));

    private static String name(Storm.Tally tally) {
        return tally.latest().issue().name();
    }

    private void refuseHeld(List<String> names) {
        if (names.stream().anyMatch(held::contains)) {
            throw new DatabaseFailure(new SQLException("another has it", HELD_ROW));
        }
    }

    private Optional<Occurrence> counted(Storm.Tally tally) {
        return Optional.of(seen(tally.latest(), tally.occurrences()));
    }

    private Occurrence seen(Wish wish, long times) {
        String name = wish.issue().name();
        stored.merge(name, times, Long::sum);
        return Occurrence.again(TestIssues.open(name.hashCode(), name));
    }

    private void open(String name, int times) {
        Wish wish = Wish.of(Opening.once(NewIssue.of(name, null, null)), Actor.CODE);
        for (int i = 0; i < times; i++) {
            storms.openOnce(wish);
        }
    }

    @Test
    void aStormIsCountedInMemoryUntilItsWindowEnds() {
        open("a", ENOUGH_FOR_A_STORM + 100);
        assertThat(stored).containsEntry("a", (long) ENOUGH_FOR_A_STORM);

        storms.windowEnds();

        assertThat(stored).containsEntry("a", ENOUGH_FOR_A_STORM + 100L);
    }

    @Test
    void anIssueThatAnotherHoldsIsWrittenLaterAndIsNotWaitedForOnceMore() {
        open("a", ENOUGH_FOR_A_STORM + 100);
        open("b", ENOUGH_FOR_A_STORM + 100);
        held.add("a");
        storms.windowEnds();
        assertThat(stored).containsEntry("a", (long) ENOUGH_FOR_A_STORM).containsEntry("b", ENOUGH_FOR_A_STORM + 100L);
        assertThat(unwatched).isEmpty();

        held.clear();
        storms.windowEnds();

        assertThat(stored).containsEntry("a", ENOUGH_FOR_A_STORM + 100L);
    }

    @Test
    void whatAnObserverFailsOnIsWrittenWithoutIt() {
        open("a", ENOUGH_FOR_A_STORM + 100);
        open("b", ENOUGH_FOR_A_STORM + 100);
        badlyObserved.add("a");

        storms.windowEnds();

        assertThat(unwatched).containsExactly("a");
        assertThat(stored).containsEntry("a", ENOUGH_FOR_A_STORM + 100L).containsEntry("b", ENOUGH_FOR_A_STORM + 100L);
    }
}
