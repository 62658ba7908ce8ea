package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.assertion.Checks;
import dev.tocsin.assertion.Definition;
import dev.tocsin.assertion.Schedule;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssertionFormTest {

    private static final Checks.Described CHECK = new Checks.Described(
            "url",
            "plain",
            "",
            Arguments.of(
                    Argument.required("url", Argument.Type.LINE, "An address"),
                    Argument.optional("status", Argument.Type.NUMBER, "A status"),
                    Argument.optional("strict", Argument.Type.BOOLEAN, "Whether"),
                    Argument.optional("tell", Argument.Type.MAIL_ADDRESSES, "Whom"),
                    Argument.optional("body", Argument.Type.JSON, "What")),
            null);

    private static AssertionForm form() {
        return AssertionForm.of(CHECK, List.of(), Definition.of("", "url"), false);
    }

    private static AssertionForm typed(AssertionForm form, Map<String, String> values) {
        return form.typed(input -> Optional.ofNullable(values.get(input.substring(AssertionForm.PREFIX.length()))));
    }

    private static AssertionForm.Field field(AssertionForm form, String path) {
        return form.fields().stream()
                .filter(field -> field.path().equals(path))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFieldsAreMadeFromWhatTheCheckDeclares() {
        assertThat(form().fields())
                .extracting(AssertionForm.Field::path)
                .startsWith(
                        "name",
                        "arguments.url",
                        "arguments.status",
                        "arguments.strict",
                        "arguments.tell",
                        "arguments.body",
                        "every")
                .doesNotContain("entity_type", "max_issues");
        assertThat(field(form(), "arguments.url").required()).isTrue();
        assertThat(field(form(), "arguments.strict").choices()).containsExactly("true", "false");
    }

    @Test
    void whatIsTypedIsReadByItsType() {
        Problems problems = new Problems();
        Map<String, String> values = new HashMap<>(Map.of(
                "name", "It answers",
                "arguments.url", "http://localhost/",
                "arguments.status", "204",
                "arguments.strict", "false",
                "arguments.tell", "a@example.com, b@example.com",
                "arguments.body", "{\"a\": [1]}",
                "every", "5m",
                "enabled", "true",
                "attempts", "3"));
        Definition wanted = typed(form(), values).read(problems);
        assertThat(problems.all()).isEmpty();
        assertThat(wanted)
                .isEqualTo(Definition.of("It answers", "url")
                        .with(Json.parse("{\"url\":\"http://localhost/\",\"status\":204,\"strict\":false,"
                                        + "\"tell\":[\"a@example.com\",\"b@example.com\"],\"body\":{\"a\":[1]}}")
                                .asJsonObject())
                        .with(new Schedule("5m", null, null))
                        .attempts(3));
    }

    @Test
    void whatIsShownIsReadAsTheSame() {
        Definition is = Definition.of("It answers", "url")
                .with(Json.parse("{\"url\":\"http://localhost/\",\"status\":204,\"tell\":\"a@example.com\","
                                + "\"body\":\"a text\"}")
                        .asJsonObject());
        AssertionForm form = AssertionForm.of(CHECK, List.of(), is, false);
        Map<String, String> values = new HashMap<>();
        form.fields().forEach(field -> values.put(field.path(), field.value()));
        assertThat(typed(form, values).read(new Problems())).isEqualTo(is);
    }

    @Test
    void whatCannotBeReadIsToldAtItsField() {
        Problems problems = new Problems();
        AssertionForm form = typed(
                form(), Map.of("arguments.status", "many", "arguments.body", "{", "attempts", "x", "name", "Name"));
        form.read(problems);
        form.refused(problems.all());
        form.refused(List.of(new Problem("arguments.tell[1]", "is no address"), new Problem("elsewhere", "is wrong")));
        assertThat(field(form, "arguments.status").error()).contains("many", "needed is a number");
        assertThat(field(form, "arguments.status").value()).isEqualTo("many");
        assertThat(field(form, "arguments.body").error()).contains("JSON");
        assertThat(field(form, "attempts").error()).contains("whole number");
        assertThat(field(form, "arguments.tell").error()).isEqualTo("is no address");
        assertThat(field(form, "name").error()).isNull();
        assertThat(form.others()).extracting(Problem::path).containsExactly("elsewhere");
    }

    @Test
    void ofOneThatCodeDeclaresOnlyTheScheduleCanBeTyped() {
        Definition is = Definition.of("It balances", "shop.Books.balance").attempts(2);
        AssertionForm form = AssertionForm.of(null, List.of(), is, true);
        assertThat(form.fields())
                .extracting(AssertionForm.Field::path)
                .containsExactly("every", "cron", "zone", "enabled");
        Definition wanted =
                typed(form, Map.of("name", "Another", "cron", "0 6 * * *")).read(new Problems());
        assertThat(wanted)
                .isEqualTo(is.with(new Schedule(null, "0 6 * * *", null)).enabled(false));
    }

    @Test
    void whatSomeoneElseMadeOfItIsShownBesideWhatIsTyped() {
        AssertionForm form = typed(form(), Map.of("name", "Mine", "every", "5m", "enabled", "true"));
        form.changedTo(Definition.of("Theirs", "url").with(new Schedule("5m", null, null)));
        assertThat(field(form, "name").value()).isEqualTo("Mine");
        assertThat(field(form, "name").now()).isEqualTo("Theirs");
        assertThat(field(form, "every").now()).isNull();
        assertThat(field(form, "enabled").now()).isNull();
    }
}
