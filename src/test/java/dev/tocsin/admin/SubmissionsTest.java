package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SubmissionsTest {

    private final Submissions submissions = new Submissions();
    private final AtomicLong ids = new AtomicLong();

    @Test
    void whatIsSentTwiceIsMadeOnce() {
        long first = submissions.once("a", ids::incrementAndGet);

        assertThat(submissions.once("a", ids::incrementAndGet)).isEqualTo(first);
        assertThat(submissions.once("b", ids::incrementAndGet)).isNotEqualTo(first);
    }

    @Test
    void whatWasRefusedCanBeSentAgain() {
        assertThatThrownBy(() -> submissions.once("a", () -> {
                    throw new IllegalStateException("not now");
                }))
                .hasMessage("not now");

        assertThat(submissions.once("a", ids::incrementAndGet)).isEqualTo(1);
    }

    @Test
    void aSessionDoesNotGrowForEver() {
        for (int i = 0; i < 1000; i++) {
            submissions.once("form " + i, ids::incrementAndGet);
        }

        assertThat(submissions.once("form 0", ids::incrementAndGet)).isEqualTo(1001);
        assertThat(submissions.once("form 999", ids::incrementAndGet)).isEqualTo(1000);
    }
}
