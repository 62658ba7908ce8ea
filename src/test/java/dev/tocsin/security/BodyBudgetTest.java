package dev.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(100, 60);

    @Test
    void aBodyGrowsIntoWhatIsLeftOfItsCallersPart() {
        try (BodyBudget.Share first = budget.of("ann");
                BodyBudget.Share second = budget.of("ann")) {
            assertThat(first.has(0)).isTrue();
            assertThat(first.has(30)).isTrue();
            assertThat(first.has(40)).isTrue();
            assertThat(second.has(21)).isFalse();
            assertThat(second.has(20)).isTrue();
            assertThat(first.has(41)).isFalse();
            assertThat(first.has(40)).isTrue();
        }
    }

    @Test
    void allCallersTakeNoMoreThanThereIs() {
        try (BodyBudget.Share ann = budget.of("ann");
                BodyBudget.Share ben = budget.of("ben")) {
            assertThat(ann.has(60)).isTrue();
            assertThat(ben.has(41)).isFalse();
            assertThat(ben.has(40)).isTrue();
        }
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        for (int round = 0; round < 2; round++) {
            try (BodyBudget.Share ben = budget.of("ben");
                    BodyBudget.Share cem = budget.of("cem")) {
                assertThat(ben.has(60)).isTrue();
                assertThat(ben.has(61)).isFalse();
                assertThat(cem.has(40)).isTrue();
            }
        }
    }
}
