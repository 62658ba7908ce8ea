package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

    private final Problems problems = new Problems();

    @Test
    void fieldsOfTheirKindsAreRead() {
        JsonFields fields = fields("{'name':'bell','loud':true,'times':3,'in':{'a':1},'list':[1,2]}");

        assertThat(fields.requiredText("name")).isEqualTo("bell");
        assertThat(fields.text("name")).contains("bell");
        assertThat(fields.flag("loud", false)).isTrue();
        assertThat(fields.number("times", 0, 10, 7)).isEqualTo(3);
        assertThat(fields.object("in")).hasToString("{\"a\":1}");
        assertThat(fields.list("list")).hasToString("[1,2]");
        assertThat(fields.value("in")).isSameAs(fields.object("in"));
        fields.refuseOthers();
        assertThat(problems.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'name':null,'loud':null,'times':null,'in':null,'list':null}"})
    void whatIsMissingOrNullHasItsFallback(String json) {
        JsonFields fields = fields(json);

        assertThat(fields.value("name")).isEqualTo(JsonValue.NULL);
        assertThat(fields.text("name")).isEmpty();
        assertThat(fields.flag("loud", true)).isTrue();
        assertThat(fields.flag("loud", false)).isFalse();
        assertThat(fields.number("times", 0, 10, 7)).isEqualTo(7);
        assertThat(fields.object("in")).isEmpty();
        assertThat(fields.list("list")).isEmpty();
        fields.refuseOthers();
        assertThat(problems.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'name':null}"})
    void aRequiredTextThatIsMissingIsNoted(String json) {
        assertThat(fields(json).requiredText("name")).isNull();
        assertThat(problems.all()).containsExactly(new Problem("in.name", "is missing; it needs a text"));
    }

    @Test
    void aRequiredTextOfAnotherKindIsNotedOnce() {
        assertThat(fields("{'name':7}").requiredText("name")).isNull();
        assertThat(problems.all()).containsExactly(new Problem("in.name", "is a number; needed is a text"));
    }

    @Test
    void everyFieldOfAnotherKindIsNoted() {
        JsonFields fields = fields("{'name':[],'loud':'yes','times':'3','in':[],'list':{}}");

        assertThat(fields.text("name")).isEmpty();
        assertThat(fields.flag("loud", true)).isTrue();
        assertThat(fields.number("times", 0, 10, 7)).isEqualTo(7);
        assertThat(fields.object("in")).isEmpty();
        assertThat(fields.list("list")).isEmpty();
        assertThat(problems.all())
                .containsExactly(
                        new Problem("in.name", "is a list; needed is a text"),
                        new Problem("in.loud", "is a text; needed is true or false"),
                        new Problem("in.times", "is a text; needed is a number"),
                        new Problem("in.in", "is a list; needed is an object"),
                        new Problem("in.list", "is an object; needed is a list"));
    }

    @ParameterizedTest
    @CsvSource({"0, true", "10, true", "-1, false", "11, false", "1.5, false", "1e999999999, false", "-1E99, false"})
    void aNumberIsWholeAndWithinItsBounds(String number, boolean accepted) {
        long read = fields("{'times':" + number + "}").number("times", 0, 10, 7);

        assertThat(problems.isEmpty()).isEqualTo(accepted);
        assertThat(Long.toString(read)).isEqualTo(accepted ? number : "7");
        assertThat(problems.all())
                .allSatisfy(problem -> assertThat(problem.message())
                        .startsWith("is ")
                        .endsWith("; needed is a whole number from 0 to 10"));
    }

    @ParameterizedTest
    @CsvSource({"9223372036854775807, true", "9223372036854775808, false", "18446744073709551621, false"})
    void aNumberDoesNotOverflow(String number, boolean accepted) {
        fields("{'times':" + number + "}").number("times", 0, Long.MAX_VALUE, 0);

        assertThat(problems.isEmpty()).isEqualTo(accepted);
    }

    @Test
    void aLongNumberIsNotShownWhole() {
        fields("{'times':" + "9".repeat(1000) + "}").number("times", 0, 10, 7);

        assertThat(problems.all())
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).hasSizeLessThan(200));
    }

    @Test
    void fieldsThatNobodyAskedForAreRefused() {
        JsonFields fields = fields("{'name':'a','nmae':'b','other\\n':null}");
        fields.text("name");
        fields.flag("loud", false);
        fields.refuseOthers();

        assertThat(problems.all())
                .containsExactly(
                        new Problem("in.nmae", "is not known here; known are name, loud"),
                        new Problem("in.other ", "is not known here; known are name, loud"));
    }

    @ParameterizedTest
    @CsvSource({"[], a list", "'''a''', a text", "1, a number", "true, true", "null, null"})
    void whatIsNotAnObjectIsNotedOnceAndHasNoFields(String json, String kind) {
        JsonFields fields = fields(json);

        assertThat(fields.requiredText("name")).isNull();
        assertThat(fields.number("times", 0, 10, 7)).isEqualTo(7);
        fields.refuseOthers();
        assertThat(problems.all()).containsExactly(new Problem("in", "is " + kind + "; needed is an object"));
    }

    @Test
    void aPathAtTheTopIsTheFieldAlone() {
        JsonFields fields = JsonFields.of(JsonValue.EMPTY_JSON_OBJECT, "", problems);

        assertThat(fields.path("name")).isEqualTo("name");
        assertThat(fields("{}").path("name")).isEqualTo("in.name");
    }

    private JsonFields fields(String json) {
        return JsonFields.of(Json.parse(json.replace('\'', '"')), "in", problems);
    }
}
