package dev.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Application;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RestApiTest {

    @ApplicationPath("api")
    private static class Plain extends Application {}

    @ApplicationPath("/api/*")
    private static class Decorated extends Application {}

    @ApplicationPath("tocsin/api/")
    private static class Deeper extends Application {}

    @ApplicationPath("/")
    private static class Root extends Application {}

    private static class Inheriting extends Plain {}

    @ParameterizedTest
    @ValueSource(classes = {Plain.class, Decorated.class})
    void aPathThatAnApplicationHasIsTakenHoweverItIsWritten(Class<?> application) {
        assertThat(RestApi.isTaken("/api", Set.of(Root.class, application))).isTrue();
    }

    @Test
    void aPathThatHasMoreSegmentsThanAnotherIsTakenByItsLikeAlone() {
        assertThat(RestApi.isTaken("/tocsin/api", Set.of(Deeper.class))).isTrue();
        assertThat(RestApi.isTaken("/tocsin/api", Set.of(Root.class, Plain.class, Inheriting.class)))
                .isFalse();
        assertThat(RestApi.isTaken("/api", Set.of(Root.class, Deeper.class))).isFalse();
        assertThat(RestApi.isTaken("/api", Set.of())).isFalse();
    }

    /** What an application of the host without a list of classes goes by. */
    @Test
    void nothingCanBeFoundByItsAnnotations() {
        assertThat(RestApi.RESOURCES.values())
                .isNotEmpty()
                .noneMatch(type -> type.isAnnotationPresent(Path.class) || type.isAnnotationPresent(Provider.class));
        assertThat(ProblemMapper.class.isAnnotationPresent(Provider.class)).isFalse();
    }
}
