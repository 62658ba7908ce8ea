package dev.tocsin.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PaceTest {

    private final Pace pace = new Pace();

    @Test
    void nothingIsSlowThatHasNotBeen() {
        pace.took("log", Duration.ofMillis(249));
        assertThat(pace.slow()).isEmpty();
    }

    @Test
    void oneThatStillRunsIsSlowBeforeItHasEnded() {
        pace.took("email", Duration.ofMillis(5));
        pace.takesLonger("email", Duration.ofSeconds(1));
        assertThat(pace.slow()).containsExactly("email");
    }

    @Test
    void whatIsQuickAgainIsSoonTakenForQuick() {
        pace.takesLonger("email", Duration.ofSeconds(10));
        for (int i = 0; i < 20; i++) {
            pace.took("email", Duration.ofMillis(5));
        }
        assertThat(pace.slow()).isEmpty();
    }

    @Test
    void oneSlowCallAmongManyQuickOnesIsNoRule() {
        for (int i = 0; i < 20; i++) {
            pace.took("webhook", Duration.ofMillis(20));
        }
        pace.took("webhook", Duration.ofMillis(900));
        assertThat(pace.slow()).isEmpty();
    }
}
