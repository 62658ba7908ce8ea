package dev.tocsin.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An exception has one issue on its way out, however often it sets out. */
class SeenExceptionsTest {

    private final SeenExceptions seen = new SeenExceptions();

    /** Through two beans, of which each asks. */
    private void passesOut(Throwable thrown, boolean isNew) {
        seen.enter();
        seen.enter();
        assertThat(seen.isNew(thrown)).isEqualTo(isNew);
        seen.leave();
        assertThat(seen.isNew(thrown)).isFalse();
        seen.leave();
    }

    @Test
    void whatPassesThroughSeveralBeansIsNewToTheFirst() {
        passesOut(new IllegalStateException(), true);
    }

    /** As the exceptions are that the virtual machine keeps for code that it has compiled. */
    @Test
    void whatIsThrownAgainIsNewAgain() {
        NullPointerException same = new NullPointerException();
        passesOut(same, true);
        passesOut(same, true);
    }

    @Test
    void whatTheOuterBeanDoesNextIsPartOfTheSameCall() {
        Throwable first = new IllegalStateException();
        Throwable second = new IllegalStateException();
        seen.enter();
        passesOut(first, true);
        passesOut(second, true);
        assertThat(seen.isNew(first)).isFalse();
        seen.leave();
    }

    @Test
    void anotherThreadIsAnotherCall() {
        Throwable same = new IllegalStateException();
        seen.enter();
        assertThat(seen.isNew(same)).isTrue();
        CompletableFuture.runAsync(() -> passesOut(same, true)).join();
        seen.leave();
    }
}
