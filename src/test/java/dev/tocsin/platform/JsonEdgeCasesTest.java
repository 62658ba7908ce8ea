package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonEdgeCasesTest {

    @Test
    void anEmptyLevelIsOneTooManyAsWell() {
        assertThat(problems(Json.parse(lists(101, "")))).hasSize(1);
        assertThat(problems(Json.parse(objects(100, "{}")))).hasSize(1);
    }

    @Test
    void aPublicRecordBecomesAnObjectAndAnotherIsToldSo() {
        assertThat(Json.of(new Delivery(7, null, List.of("bell")), "details"))
                .isEqualTo(Json.parse("{\"number\":7,\"customer\":null,\"lines\":[\"bell\"]}"));
        assertThatThrownBy(() -> Json.of(new Order(7, null, List.of("bell")), "details"))
                .isInstanceOf(InvalidInput.class)
                .hasMessageContaining("pass a map, a public record");
    }

    public record Delivery(int number, String customer, List<String> lines) {}

    record Order(int number, String customer, List<String> lines) {}

    public static class Broken {
        public String getName() {
            throw new IllegalStateException("no name yet");
        }
    }

    private static List<Problem> problems(JsonValue value) {
        return problems(value, 1_000_000);
    }

    private static List<Problem> problems(JsonValue value, int most) {
        Problems problems = new Problems();
        Json.check(value, "details", most, problems);
        return problems.all();
    }

    private static String lists(int levels, String inner) {
        return "[".repeat(levels) + inner + "]".repeat(levels);
    }

    private static String objects(int levels, String inner) {
        return "{\"a\":".repeat(levels) + inner + "}".repeat(levels);
    }
}
