package dev.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.security.Needs;
import jakarta.ws.rs.HttpMethod;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EveryResourceNeedsTest {

    static Stream<Method> methods() {
        return RestApi.RESOURCES.values().stream()
                .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                .filter(method -> Arrays.stream(method.getAnnotations())
                        .anyMatch(annotation -> annotation.annotationType().isAnnotationPresent(HttpMethod.class)));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void aMethodSaysWhomItIsFor(Method method) {
        assertThat(method.isAnnotationPresent(Needs.class)).isTrue();
    }
}
