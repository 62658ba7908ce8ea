package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.provider.Arguments;

class ActorEdgeCasesTest {

    @Test
    void aNameIsNotCutInTheMiddleOfACharacter() {
        String text = Actor.user("a".repeat(194) + "😀").text();

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(Actor.CODE, "code"),
                Arguments.of(Actor.user("alice"), "user:alice"),
                Arguments.of(new Actor(Actor.Kind.TOKEN, "shop"), "token:shop"),
                Arguments.of(new Actor(Actor.Kind.ASSERTION, "orders-are-paid"), "assertion:orders-are-paid"),
                Arguments.of(Actor.user("a:b"), "user:a:b"));
    }
}
