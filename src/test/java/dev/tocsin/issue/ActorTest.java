package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ActorTest {

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of(Actor.CODE, "code"),
                Arguments.of(Actor.user("alice"), "user:alice"),
                Arguments.of(new Actor(Actor.Kind.TOKEN, "shop"), "token:shop"),
                Arguments.of(new Actor(Actor.Kind.ASSERTION, "orders-are-paid"), "assertion:orders-are-paid"),
                Arguments.of(Actor.user("a:b"), "user:a:b"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void itsTextIsItsKindAndItsName(Actor actor, String text) {
        assertThat(actor.text()).isEqualTo(text);
    }

    @Test
    void aLongNameIsCutToWhatIsStored() {
        assertThat(Actor.user("a".repeat(195)).text()).hasSize(200).endsWith("a");
        assertThat(Actor.user("a".repeat(1000)).text()).hasSize(200).startsWith("user:aaa");
    }

    @Test
    void aNameIsNotCutInTheMiddleOfACharacter() {
        String text = Actor.user("a".repeat(194) + "😀").text();

        assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(text)).isTrue();
    }
}
