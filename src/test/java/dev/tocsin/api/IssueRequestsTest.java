package dev.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.issue.NewIssue;
import dev.tocsin.issue.Opening;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IssueRequestsTest {

    @Test
    void aNameIsEnough() {
        assertThat(opening("{\"name\": \"Payment\"}"))
                .isEqualTo(Opening.always(new NewIssue("Payment", JsonValue.NULL, null)));
    }

    @Test
    void aNullIsAsGoodAsAFieldThatIsNotThere() {
        assertThat(opening("{\"name\": \"Payment\", \"details\": null, \"record\": null, \"once\": null}"))
                .isEqualTo(opening("{\"name\": \"Payment\"}"));
    }

    @Test
    void readsEveryField() {
        assertThat(opening("""
                {"name": "Stock", "details": {"stock": -3}, "record": {"type": "Article", "id": "A-17"}, "once": true}
                """))
                .isEqualTo(Opening.once(
                        new NewIssue("Stock", Json.parse("{\"stock\":-3}"), RecordRef.of("Article", "A-17"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": [1]}", "[]", "\"text\"", "7", "true"})
    void detailsAreAnyJson(String details) {
        assertThat(opening("{\"name\": \"Stock\", \"details\": " + details + "}")
                        .issue()
                        .details())
                .isEqualTo(Json.parse(details));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "null, false"})
    void onceIsForTheCallerToSay(String once, boolean expected) {
        assertThat(opening("{\"name\": \"Stock\", \"once\": " + once + "}").once())
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"4711, 4711", "\"4711\", 4711", "-1, -1", "9223372036854775808, 9223372036854775808", "\"A 17\", A 17"})
    void theIdOfARecordIsANumberOrAText(String id, String text) {
        assertThat(opening("{\"name\": \"Stock\", \"record\": {\"type\": \"Article\", \"id\": " + id + "}}")
                        .issue()
                        .record())
                .isEqualTo(RecordRef.of("Article", text));
    }

    static List<Arguments> wrongOnes() {
        return List.of(
                wrong("{}", "name", "is missing; it needs a text"),
                wrong("{\"name\": null}", "name", "is missing; it needs a text"),
                wrong("{\"name\": 7}", "name", "is a number; needed is a text"),
                wrong("{\"name\": \"\"}", "name", "is empty; it needs a text"),
                wrong("{\"name\": \" \\t\"}", "name", "is empty; it needs a text"),
                wrong(
                        "{\"name\": \"a\\u0000\"}",
                        "name",
                        "has a null character (U+0000) at position 1; databases cannot store it"),
                wrong(
                        "{\"name\": \"Stock\", \"details\": {\"a\": [\"\\ud83d\"]}}",
                        "details.a[0]",
                        "is not valid Unicode: half of a surrogate pair (U+D83D) at position 0"),
                wrong("{\"name\": \"Stock\", \"once\": \"yes\"}", "once", "is a text; needed is true or false"),
                wrong("{\"name\": \"Stock\", \"once\": 1}", "once", "is a number; needed is true or false"),
                wrong(
                        "{\"name\": \"Stock\", \"status\": \"open\"}",
                        "status",
                        "is not known here; known are name, details, record, once"),
                wrong("{\"name\": \"Stock\", \"record\": \"Article\"}", "record", "is a text; needed is an object"),
                wrong(
                        "{\"name\": \"Stock\", \"record\": {\"type\": \"Article\"}}",
                        "record.id",
                        "is missing; it needs a text"),
                wrong("{\"name\": \"Stock\", \"record\": {\"id\": 1}}", "record.type", "is missing; it needs a text"),
                wrong(
                        "{\"name\": \"Stock\", \"record\": {\"type\": 1, \"id\": 1}}",
                        "record.type",
                        "is a number; needed is a text"),
                wrong(
                        "{\"name\": \"Stock\", \"record\": {\"type\": \"Article\", \"id\": true}}",
                        "record.id",
                        "is true; needed is a text"),
                wrong(
                        "{\"name\": \"Stock\", \"record\": {\"type\": \"Article\", \"id\": \"\"}}",
                        "record.id",
                        "is empty; it needs a text"),
                wrong(
                        "{\"name\": \"Stock\", \"record\": {\"type\": \"Article\", \"id\": 1, \"key\": 2}}",
                        "record.key",
                        "is not known here; known are type, id"),
                wrong("null", "", "is null; needed is an object"),
                wrong("\"Stock\"", "", "is a text; needed is an object"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongOnes")
    void namesWhatIsWrongWithItsPath(String text, Problem problem) {
        assertThat(problems(() -> opening(text))).containsExactly(problem);
    }

    @ParameterizedTest(name = "[3] is {0}")
    @MethodSource("wrongOnes")
    void inAListThePathBeginsWithTheIndex(String text, Problem problem) {
        JsonArray list = (JsonArray) Json.parse("[{\"name\":\"a\"}, {\"name\":\"b\"}, {\"name\":\"c\"}, " + text + "]");
        String path = problem.path().isEmpty() ? "[3]" : "[3]." + problem.path();

        assertThat(problems(() -> IssueRequests.openings(list))).containsExactly(new Problem(path, problem.message()));
    }

    @Test
    void namesEverythingThatIsWrongInAListAtOnce() {
        JsonArray list = (JsonArray) Json.parse("""
                [{"name": ""}, {"name": "b"}, 7, {"name": "d", "once": 0, "recrod": null, "record": {}}]
                """);

        assertThat(problems(() -> IssueRequests.openings(list)))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "[0].name", "[2]", "[3].once", "[3].recrod", "[3].record.type", "[3].record.id");
    }

    @Test
    void aListOfMistakesIsNotAnsweredWithoutEnd() {
        JsonArrayBuilder list = Json.provider().createArrayBuilder();
        for (int i = 0; i < 1000; i++) {
            list.add(JsonValue.EMPTY_JSON_OBJECT);
        }

        assertThat(problems(() -> IssueRequests.openings(list.build()))).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 1000})
    void readsAListInItsOrder(int size) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            names.add("Payment " + i);
        }

        assertThat(IssueRequests.openings(list(size)))
                .extracting(opening -> opening.issue().name())
                .isEqualTo(names);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1001})
    void refusesAnEmptyListAndOneThatIsTooLong(int size) {
        assertThat(problems(() -> IssueRequests.openings(list(size))))
                .containsExactly(new Problem("", "the list has " + size + " issues; needed are 1 to 1000"));
    }

    @ParameterizedTest
    @CsvSource({"500, 0", "501, 1"})
    void aNameHasAGreatestLength(int length, int expected) {
        InvalidInput refusal =
                catchThrowableOfType(InvalidInput.class, () -> opening("{\"name\": \"" + "x".repeat(length) + "\"}"));

        assertThat(refusal == null ? 0 : refusal.problems().size()).isEqualTo(expected);
    }

    @Test
    void readsWhichIssuesByNameAndWhy() {
        assertThat(IssueRequests.byName(Json.parse("""
                {"name": "Stock", "record": {"type": "Article", "id": 17}, "reason": "Counted again"}
                """)))
                .isEqualTo(new IssueRequests.ByName("Stock", RecordRef.of("Article", "17"), "Counted again"));
        assertThat(IssueRequests.byName(Json.parse("{\"name\": \"Stock\"}")))
                .isEqualTo(new IssueRequests.ByName("Stock", null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "null                               # ''",
                "[]                                 # ''",
                "{}                                 # name",
                "{\"name\": \" \"}                  # name",
                "{\"name\": \"a\", \"reason\": 1}   # reason",
                "{\"name\": \"a\", \"once\": true}  # once",
                "{\"name\": \"a\", \"record\": {\"type\": \"b\"}} # record.id"
            })
    void refusesToResolveByNameWhatIsNotNamedWell(String text, String path) {
        assertThat(problems(() -> IssueRequests.byName(Json.parse(text))))
                .extracting(Problem::path)
                .containsExactly(path);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            nullValues = "none",
            value = {
                "null                       # none",
                "{}                         # none",
                "{\"reason\": null}         # none",
                "{\"reason\": \"Paid\"}     # Paid"
            })
    void aReasonMayBeThereOrNot(String text, String reason) {
        assertThat(IssueRequests.reason(Json.parse(text))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {"\"Paid\" # ''", "[] # ''", "{\"reason\": 7} # reason", "{\"why\": \"Paid\"} # why"})
    void refusesAReasonOfAnotherKind(String text, String path) {
        assertThat(problems(() -> IssueRequests.reason(Json.parse(text))))
                .extracting(Problem::path)
                .containsExactly(path);
    }

    private static Opening opening(String text) {
        return IssueRequests.opening(Json.parse(text));
    }

    private static JsonArray list(int size) {
        JsonArrayBuilder list = Json.provider().createArrayBuilder();
        for (int i = 0; i < size; i++) {
            list.add(Json.provider().createObjectBuilder().add("name", "Payment " + i));
        }
        return list.build();
    }

    private static List<Problem> problems(ThrowingCallable code) {
        return catchThrowableOfType(InvalidInput.class, code).problems();
    }

    private static Arguments wrong(String text, String path, String message) {
        return Arguments.of(text, new Problem(path, message));
    }
}
