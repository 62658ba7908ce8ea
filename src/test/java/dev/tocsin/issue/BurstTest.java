package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurstTest {

    private static final Instant EIGHT = Instant.parse("2026-11-24T08:00:00Z");

    private static Instant at(int minute) {
        return EIGHT.plusSeconds(60L * minute);
    }

    @Test
    void anIssueThatWasSeenOnceIsOneBurst() {
        assertThat(Burst.of(at(0), at(0), 1, List.of())).containsExactly(new Burst(at(0), at(0), 1));
    }

    @Test
    void eachBeginningEndsTheBurstBeforeIt() {
        // Seen three times until 8:02, four times from 8:30 to 8:35, and once at 9:00.
        assertThat(Burst.of(
                        at(0),
                        at(60),
                        8,
                        List.of(new Burst.Beginning(4, at(30), at(2)), new Burst.Beginning(8, at(60), at(35)))))
                .containsExactly(
                        new Burst(at(0), at(2), 3), new Burst(at(30), at(35), 4), new Burst(at(60), at(60), 1));
    }
}
