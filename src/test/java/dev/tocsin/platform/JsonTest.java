package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "\"a\"", "1", "true", "null", " {\"a\": [1, 2.5, null]} \n"})
    void oneValueIsParsed(String text) {
        assertThat(Json.parse(text)).hasToString(text.strip().replace(": ", ":").replace(", ", ","));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "{\"a\":}", "[1,]", "nul", "'a'", "{a:1}", "\"a", "01", "NaN"})
    void whatIsNotJsonIsRefused(String text) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "[] 1", "{}}", "1 2", "\"a\" x", "null,", "{}\n# end"})
    void textAfterTheValueIsRefused(String text) {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse(text));
    }

    @Test
    void fieldsKeepTheirOrder() {
        assertThat(((JsonObject) Json.parse("{\"z\":1,\"a\":2,\"m\":3}")).keySet())
                .containsExactly("z", "a", "m");
    }

    @Test
    void tenThousandLevelsAreRefusedWithoutOverflowingTheStack() {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse(lists(10_000, "1")));
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse(objects(10_000, "1")));
    }

    @Test
    void aHundredLevelsMayBeStored() {
        assertThat(problems(Json.parse(lists(100, "1")))).isEmpty();
        assertThat(problems(Json.parse(lists(100, "")))).isEmpty();
        assertThat(problems(Json.parse(objects(100, "1")))).isEmpty();
    }

    @Test
    void moreThanAHundredLevelsMayNotBeStored() {
        assertThat(problems(Json.parse(lists(101, "1"))))
                .singleElement()
                .extracting(Problem::message)
                .isEqualTo("is nested deeper than 100 levels");
        assertThat(problems(Json.parse(objects(101, "1")))).hasSize(1);
    }

    @Test
    void thePathOfWhatIsTooDeepIsCut() {
        Problem problem = problems(Json.parse(objects(101, "1"))).get(0);

        assertThat(problem.path()).startsWith("details.a.a.a").hasSizeLessThanOrEqualTo(201);
    }

    @Test
    void aNullCharacterMayNotBeStored() {
        assertThat(problems(Json.parse("{\"a\":[\"fine\",\"b\\u0000c\"]}")))
                .containsExactly(new Problem(
                        "details.a[1]", "has a null character (U+0000) at position 1; databases cannot store it"));
        assertThat(problems(Json.parse("{\"a\\u0000b\":1}")))
                .containsExactly(new Problem(
                        "details",
                        "a field's name has a null character (U+0000) at position 1; databases cannot store it"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\ud83d", "\\ude00", "a\\ud83db", "\\ude00\\ud83d", "\\ud83d\\ud83d\\ude00"})
    void halfASurrogatePairMayNotBeStored(String half) {
        assertThat(problems(Json.parse("[\"" + half + "\"]")))
                .singleElement()
                .returns("details[0]", Problem::path)
                .extracting(Problem::message)
                .asString()
                .startsWith("is not valid Unicode: half of a surrogate pair (U+D");
        assertThat(problems(Json.parse("{\"" + half + "\":1}")))
                .singleElement()
                .returns("details", Problem::path)
                .extracting(Problem::message)
                .asString()
                .startsWith("a field's name is not valid Unicode");
    }

    @Test
    void wholeSurrogatePairsMayBeStored() {
        assertThat(problems(Json.parse("{\"\\ud83d\\ude00\":\"a😀b\"}"))).isEmpty();
    }

    @Test
    void theSizeIsThatOfTheTextAsJson() {
        JsonValue value = Json.parse("{\"a\": \"bc\"}");

        assertThat(problems(value, 10)).isEmpty();
        assertThat(problems(value, 9))
                .containsExactly(new Problem("details", "has 10 characters as JSON; the limit is 9"));
    }

    @ParameterizedTest
    @CsvSource({"1e1000, true", "1e-1000, true", "1e1001, false", "1e-1001, false", "-1E999999999, false"})
    void aNumberMustNotBeAbsurd(String number, boolean accepted) {
        assertThat(problems(Json.parse("[" + number + "]")).isEmpty()).isEqualTo(accepted);
    }

    @Test
    void aNumberThatNothingCanHoldIsRefusedWithoutAnError() {
        assertThatExceptionOfType(JsonException.class).isThrownBy(() -> Json.parse("[1e99999999999]"));
    }

    @Test
    void notEveryOneOfAThousandFaultsIsTold() {
        String faults = "[" + "\"\\u0000\",".repeat(1000) + "1]";

        assertThat(problems(Json.parse(faults))).hasSizeBetween(2, 30);
    }

    public record Delivery(int number, String customer, List<String> lines) {}

    @Test
    void aPublicRecordBecomesAnObject() {
        JsonValue json = Json.of(new Delivery(7, null, List.of("bell")), "details");

        assertThat(json).isEqualTo(Json.parse("{\"number\":7,\"customer\":null,\"lines\":[\"bell\"]}"));
    }

    @Test
    void whatAnApplicationPassesBecomesJson() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("z", 1);
        map.put("nothing", null);
        map.put("a", List.of(true, "two"));

        assertThat(Json.of(map, "details")).hasToString("{\"z\":1,\"nothing\":null,\"a\":[true,\"two\"]}");
        assertThat(Json.of(List.of(1, "a"), "details")).hasToString("[1,\"a\"]");
        assertThat(Json.of(42, "details")).isInstanceOf(JsonNumber.class).hasToString("42");
        assertThat(Json.of(true, "details")).isEqualTo(JsonValue.TRUE);
        assertThat(Json.of(null, "details")).isEqualTo(JsonValue.NULL);
    }

    @Test
    void aTextIsATextEvenIfItLooksLikeJson() {
        assertThat(Json.of("{\"a\":1}", "details"))
                .isInstanceOfSatisfying(
                        JsonString.class, text -> assertThat(text.getString()).isEqualTo("{\"a\":1}"));
        assertThat(Json.of(new StringBuilder("a"), "details")).hasToString("\"a\"");
    }

    @Test
    void aJsonValueIsTakenAsItIs() {
        JsonValue value = Json.parse("{\"a\":1}");

        assertThat(Json.of(value, "details")).isSameAs(value);
    }

    @Test
    void aListThatRefersToItselfIsRefused() {
        List<Object> list = new ArrayList<>();
        list.add(list);

        assertThatExceptionOfType(InvalidInput.class)
                .isThrownBy(() -> Json.of(list, "details"))
                .satisfies(refused -> assertThat(refused.problems())
                        .singleElement()
                        .returns("details", Problem::path)
                        .extracting(Problem::message)
                        .asString()
                        .contains(
                                "java.util.ArrayList cannot be written as JSON",
                                "pass a map, a public record, a list"));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void aNumberThatJsonDoesNotHaveIsRefused(double number) {
        assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> Json.of(number, "details"));
        assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> Json.of(List.of(number), "details"));
    }

    public static class Broken {
        public String getName() {
            throw new IllegalStateException("no name yet");
        }
    }

    @Test
    void anObjectThatCannotBeReadIsRefused() {
        assertThatExceptionOfType(InvalidInput.class).isThrownBy(() -> Json.of(new Broken(), "details"));
    }

    @Test
    void prettyJsonHasALineForEachField() {
        assertThat(Json.pretty(Json.parse("{\"a\":1,\"b\":[2]}")).lines().map(String::strip))
                .contains("\"a\": 1,")
                .hasSizeGreaterThan(3);
        assertThat(Json.parse(Json.pretty(Json.parse("{\"a\":1,\"b\":[2]}")))).hasToString("{\"a\":1,\"b\":[2]}");
        assertThat(Json.pretty(Json.parse("3"))).isEqualTo("3");
    }

    @ParameterizedTest
    @CsvSource({"'\"a\"', a text", "1, a number", "[], a list", "{}, an object", "true, true", "null, null"})
    void aMessageSaysWhatKindOfValueItIs(String json, String kind) {
        assertThat(Json.kind(Json.parse(json))).isEqualTo(kind);
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

    record Order(int number, String customer, List<String> lines) {}
}
