package dev.tocsin.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyBudgetTest {

    private final BodyBudget budget = new BodyBudget(100, 60);

    @Test
    void aBodyTakesWhatIsLeftOfItsCallersPart() {
        try (BodyBudget.Share first = budget.of("ann");
                BodyBudget.Share second = budget.of("ann")) {
            assertThat(first.take(40)).isTrue();
            assertThat(second.take(21)).isFalse();
            assertThat(second.take(20)).isTrue();
            assertThat(first.take(1)).isFalse();
        }
    }

    @Test
    void allCallersTakeNoMoreThanThereIs() {
        try (BodyBudget.Share ann = budget.of("ann");
                BodyBudget.Share ben = budget.of("ben")) {
            assertThat(ann.take(60)).isTrue();
            assertThat(ben.take(41)).isFalse();
            assertThat(ben.take(40)).isTrue();
        }
    }

    @Test
    void whatIsGivenBackCanBeTakenAgain() {
        try (BodyBudget.Share first = budget.of("ann")) {
            assertThat(first.take(30)).isTrue();
            assertThat(first.take(30)).isTrue();
            assertThat(first.take(30)).isFalse();
        }
        try (BodyBudget.Share second = budget.of("ann")) {
            assertThat(second.take(60)).isTrue();
        }
        try (BodyBudget.Share ben = budget.of("ben");
                BodyBudget.Share cem = budget.of("cem")) {
            assertThat(ben.take(60)).isTrue();
            assertThat(cem.take(40)).isTrue();
        }
    }
}
