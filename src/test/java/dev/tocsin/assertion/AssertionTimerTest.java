package dev.tocsin.assertion;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AssertionTimerTest {

    static List<Throwable> failures() {
        return List.of(new IllegalStateException("as the test wants it"), new StackOverflowError());
    }

    @ParameterizedTest
    @MethodSource("failures")
    void theContainerIsGivenNoReasonToGiveUpTheTimer(Throwable failure) {
        AssertionTimer timer = new AssertionTimer(new DueAssertions() {
            @Override
            void tick() {
                if (failure instanceof Error error) {
                    throw error;
                }
                throw (RuntimeException) failure;
            }
        });

        assertThatCode(timer::tick).doesNotThrowAnyException();
    }
}
