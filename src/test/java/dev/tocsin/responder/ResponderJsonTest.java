package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.action.Action;
import dev.tocsin.action.ActionContext;
import dev.tocsin.action.ActionRegistry;
import dev.tocsin.platform.Argument;
import dev.tocsin.platform.Arguments;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponderJsonTest {

    /** Takes what the built-in one takes. */
    private static final class Email implements Action {
        @Override
        public String name() {
            return "email";
        }

        @Override
        public Set<String> aliases() {
            return Set.of("issue.actions.email");
        }

        @Override
        public Arguments arguments() {
            return Arguments.of(
                    Argument.required("recipients", Argument.Type.MAIL_ADDRESSES, "Who gets it"),
                    Argument.optional("subject", Argument.Type.LINE, "The subject"),
                    Argument.optional("message_txt", Argument.Type.TEXT, "The message"),
                    Argument.choice("priority", "How urgent it is", "low", "high"));
        }

        @Override
        public Object execute(ActionContext context) {
            return null;
        }
    }

    /** Takes anything. */
    private static final class Note implements Action {
        @Override
        public String name() {
            return "note";
        }

        @Override
        public Object execute(ActionContext context) {
            return null;
        }
    }

    private final ResponderJson json = new ResponderJson(new ActionRegistry(List.of(new Email(), new Note())));

    @Test
    void theSeedsExampleWorksUnchanged() {
        ResponderDraft draft = read("""
                {
                    "watch_pattern": "That 'impossible' edge case finally happened...",
                    "actions": [
                        {
                            "target_function": "issue.actions.email",
                            "function_kwargs": {
                                "subject": "Doh!",
                                "recipients": "john.smith@example.com"
                            },
                            "delay_sec": 30
                        },
                        {
                            "target_function": "issue.actions.email",
                            "function_kwargs": {
                                "subject": "Doh-2!",
                                "recipients": "john.smith-boss@example.com"
                            },
                            "delay_sec": 1800
                        }
                    ]}
                """);

        assertThat(draft)
                .isEqualTo(ResponderDraft.watching("That 'impossible' edge case finally happened...")
                        .then(
                                "issue.actions.email",
                                Map.of("subject", "Doh!", "recipients", "john.smith@example.com"),
                                30)
                        .then(
                                "issue.actions.email",
                                Map.of("subject", "Doh-2!", "recipients", "john.smith-boss@example.com"),
                                1800));
    }

    @Test
    void onlyThePatternIsNeeded() {
        assertThat(read("{\"watch_pattern\": \"Payment\"}")).isEqualTo(ResponderDraft.watching("Payment"));
    }

    @Test
    void aNullIsAsGoodAsAFieldThatIsNotThere() {
        assertThat(read("""
                {"id": null, "name": null, "watch_pattern": "Payment", "allow_retry": null, "enabled": null, "actions": null}
                """)).isEqualTo(ResponderDraft.watching("Payment"));
        assertThat(read("""
                {"watch_pattern": "Payment", "actions": [
                    {"id": null, "target_function": "note", "function_kwargs": null, "delay_sec": null}]}
                """)).isEqualTo(ResponderDraft.watching("Payment").then("note", Map.of()));
    }

    @Test
    void readsEveryField() {
        assertThat(read("""
                {"id": 7, "name": "Card", "watch_pattern": "Payment", "allow_retry": true, "enabled": false, "actions": [
                    {"id": 70, "target_function": "note", "function_kwargs": {"a": [1, null]}, "delay_sec": 5}]}
                """))
                .isEqualTo(new ResponderDraft(
                        "Card",
                        "Payment",
                        true,
                        false,
                        List.of(new ResponderDraft.Step(
                                70L, "note", Json.parse("{\"a\":[1,null]}").asJsonObject(), 5))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\"ops@example.com\"", "[\"ops@example.com\"]", "[\"ops@example.com\", \"boss@example.com\"]"})
    void takesOneRecipientOrAList(String recipients) {
        ResponderDraft draft = read(email("\"recipients\": " + recipients));

        assertThat(draft.actions().get(0).functionKwargs().get("recipients")).isEqualTo(Json.parse(recipients));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1800, ResponderJson.LONGEST_DELAY})
    void takesDelaysUpToTenYears(int delay) {
        assertThat(read(note("\"delay_sec\": " + delay)).actions().get(0).delaySec())
                .isEqualTo(delay);
    }

    @ParameterizedTest
    @CsvSource({
        "-1, -1",
        "315360001, 315360001",
        "2147483648, 2147483648",
        "9223372036854775808, 9223372036854775808",
        "-9223372036854775809, -9223372036854775809",
        "30.5, 30.5",
        "0.001, 0.001",
        "1e400, 1E+400",
        "1e-400, 1E-400",
    })
    void refusesOtherDelays(String delay, String shown) {
        assertThat(problems(note("\"delay_sec\": " + delay)))
                .containsExactly(new Problem(
                        "actions[0].delay_sec", "is " + shown + "; needed is a whole number from 0 to 315360000"));
    }

    static List<org.junit.jupiter.params.provider.Arguments> wrongOnes() {
        return List.of(
                // the responder
                wrong("{}", "watch_pattern", "is missing; it needs a text"),
                wrong("{\"watch_pattern\": null}", "watch_pattern", "is missing; it needs a text"),
                wrong("{\"watch_pattern\": 7}", "watch_pattern", "is a number; needed is a text"),
                wrong("{\"watch_pattern\": [\"a\"]}", "watch_pattern", "is a list; needed is a text"),
                wrong("{\"watch_pattern\": \"\"}", "watch_pattern", "is empty; it needs a text"),
                wrong("{\"watch_pattern\": \"P\", \"name\": 7}", "name", "is a number; needed is a text"),
                wrong("{\"watch_pattern\": \"P\", \"name\": \"\"}", "name", "is empty; it needs a text"),
                wrong("{\"watch_pattern\": \"P\", \"name\": \" \"}", "name", "is empty; it needs a text"),
                wrong(
                        "{\"watch_pattern\": \"P\", \"name\": \"" + "n".repeat(201) + "\"}",
                        "name",
                        "has 201 characters; the limit is 200 (it begins \"" + "n".repeat(80) + "…\")"),
                wrong(
                        "{\"watch_pattern\": \"P\", \"name\": \"a\\u0000\"}",
                        "name",
                        "has a null character (U+0000) at position 1; databases cannot store it"),
                wrong("{\"watch_pattern\": \" \"}", "watch_pattern", "is empty; it needs a text"),
                wrong(
                        "{\"watch_pattern\": \"a(b\"}",
                        "watch_pattern",
                        "is \"a(b\", which is not a pattern: missing closing ) at position 1"),
                wrong(
                        "{\"watch_pattern\": \"a\\u0000\"}",
                        "watch_pattern",
                        "has a null character (U+0000) at position 1; databases cannot store it"),
                wrong(
                        "{\"watch_pattern\": \"P\", \"allow_retry\": \"yes\"}",
                        "allow_retry",
                        "is a text; needed is true or false"),
                wrong("{\"watch_pattern\": \"P\", \"enabled\": 1}", "enabled", "is a number; needed is true or false"),
                wrong("{\"watch_pattern\": \"P\", \"actions\": {}}", "actions", "is an object; needed is a list"),
                wrong("{\"watch_pattern\": \"P\", \"actions\": \"email\"}", "actions", "is a text; needed is a list"),
                wrong(
                        "{\"watch_pattern\": \"P\", \"watchpattern\": \"P\"}",
                        "watchpattern",
                        "is not known here; known are name, watch_pattern, allow_retry, enabled, actions, id"),
                // the whole
                wrong("[]", "", "is a list; needed is an object"),
                wrong("\"Payment\"", "", "is a text; needed is an object"),
                wrong("null", "", "is null; needed is an object"),
                wrong("true", "", "is true; needed is an object"),
                // an action
                wrong(actions("7"), "actions[0]", "is a number; needed is an object"),
                wrong(actions("null"), "actions[0]", "is null; needed is an object"),
                wrong(actions("[]"), "actions[0]", "is a list; needed is an object"),
                wrong(actions("{}"), "actions[0].target_function", "is missing; it needs a text"),
                wrong(
                        actions("{\"target_function\": true}"),
                        "actions[0].target_function",
                        "is true; needed is a text"),
                wrong(
                        actions("{\"target_function\": \"os.system\"}"),
                        "actions[0].target_function",
                        "is \"os.system\"; there is no such action; there are email, note"),
                wrong(
                        actions("{\"target_function\": \"Note\"}"),
                        "actions[0].target_function",
                        "is \"Note\"; there is no such action; there are email, note"),
                wrong(note("\"function_kwargs\": []"), "actions[0].function_kwargs", "is a list; needed is an object"),
                wrong(
                        note("\"function_kwargs\": \"{}\""),
                        "actions[0].function_kwargs",
                        "is a text; needed is an object"),
                wrong(note("\"delay_sec\": \"30\""), "actions[0].delay_sec", "is a text; needed is a number"),
                wrong(
                        note("\"delay\": 30"),
                        "actions[0].delay",
                        "is not known here; known are target_function, function_kwargs, delay_sec, id"),
                wrong(
                        note("\"id\": 0"),
                        "actions[0].id",
                        "is 0; needed is a whole number from 1 to 9223372036854775807"),
                wrong(note("\"id\": \"7\""), "actions[0].id", "is a text; needed is a number"),
                // an action's arguments
                wrong(email(""), "actions[0].function_kwargs.recipients", "is missing: Who gets it"),
                wrong(
                        email("\"recipients\": null"),
                        "actions[0].function_kwargs.recipients",
                        "is missing: Who gets it"),
                wrong(
                        email("\"recipients\": []"),
                        "actions[0].function_kwargs.recipients",
                        "is an empty list; needed is at least one mail address"),
                wrong(
                        email("\"recipients\": 7"),
                        "actions[0].function_kwargs.recipients",
                        "is a number; needed is a mail address or a list of them"),
                wrong(
                        email("\"recipients\": \"ops\""),
                        "actions[0].function_kwargs.recipients",
                        "is \"ops\"; needed is a mail address such as ops@example.com"),
                wrong(
                        email("\"recipients\": [\"ops@example.com\", \"boss@\"]"),
                        "actions[0].function_kwargs.recipients",
                        "is \"boss@\"; needed is a mail address such as ops@example.com"),
                wrong(
                        email("\"recipients\": \"ops@example.com\", \"subject\": \"a\\nBcc: b\""),
                        "actions[0].function_kwargs.subject",
                        "has a line break; needed is a text in one line"),
                wrong(
                        email("\"recipients\": \"ops@example.com\", \"priority\": \"urgent\""),
                        "actions[0].function_kwargs.priority",
                        "is \"urgent\"; needed is one of low, high"),
                wrong(
                        email("\"recipients\": \"ops@example.com\", \"cc\": \"x\""),
                        "actions[0].function_kwargs.cc",
                        "is not an argument here; there are recipients, subject, message_txt, priority"),
                wrong(
                        note("\"function_kwargs\": {\"a\": [\"\\u0000\"]}"),
                        "actions[0].function_kwargs.a[0]",
                        "has a null character (U+0000) at position 0; databases cannot store it"),
                wrong(
                        note("\"function_kwargs\": {\"a\": \"\\ud83d\"}"),
                        "actions[0].function_kwargs.a",
                        "is not valid Unicode: half of a surrogate pair (U+D83D) at position 0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrongOnes")
    void namesWhatIsWrongWithItsPath(String text, Problem problem) {
        assertThat(problems(text)).containsExactly(problem);
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThat(problems("""
                {"watch_pattern": "*", "retry": true, "enabled": "no", "actions": [
                    {"target_function": "email", "function_kwargs": {"recipients": "ops@example.com"}},
                    {"target_function": "email", "function_kwargs": {"recipients": "ops"}, "delay_sec": -1},
                    {"target_function": "sms"},
                    "note"]}
                """))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "watch_pattern",
                        "retry",
                        "enabled",
                        "actions[1].function_kwargs.recipients",
                        "actions[1].delay_sec",
                        "actions[2].target_function",
                        "actions[3]");
    }

    @Test
    void theMessageOfTheExceptionTellsThemAll() {
        assertThatThrownBy(() -> read("{\"watch_pattern\": \"*\", \"actions\": [{\"target_function\": \"sms\"}]}"))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("watch_pattern: is \"*\", which is not a pattern: missing argument to repetition operator"
                        + " at position 0; actions[0].target_function: is \"sms\"; there is no such action;"
                        + " there are email, note");
    }

    @Test
    void refusesTheSameIdTwice() {
        assertThat(problems("""
                {"watch_pattern": "P", "actions": [
                    {"id": 7, "target_function": "note"},
                    {"id": 8, "target_function": "note"},
                    {"id": 7, "target_function": "note"}]}
                """))
                .containsExactly(new Problem("actions[2].id", "is 7, as another action's is; each may be named once"));
    }

    @Test
    void takesAHundredActionsAndNoMore() {
        assertThat(json.read(withActions(100)).actions()).hasSize(100);

        assertThat(problems(withActions(101).toString()))
                .containsExactly(new Problem("actions", "has 101 items; the limit is 100"));
    }

    @Test
    void refusesArgumentsThatAreTooLarge() {
        assertThat(problems(note("\"function_kwargs\": {\"text\": \"" + "x".repeat(70_000) + "\"}")))
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.path()).isEqualTo("actions[0].function_kwargs");
                    assertThat(problem.message()).endsWith("characters as JSON; the limit is 65536");
                });
    }

    @Test
    void refusesArgumentsThatAreNestedTooDeep() {
        assertThat(problems(note("\"function_kwargs\": {\"a\": " + "[".repeat(200) + "]".repeat(200) + "}")))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).isEqualTo("is nested deeper than 100 levels"));
    }

    @Test
    void whereThereAreNoActionsTheMessageSaysSo() {
        ResponderJson withoutActions = new ResponderJson(new ActionRegistry(List.of()));

        assertThatThrownBy(() -> withoutActions.read(Json.parse(note(""))))
                .hasMessage("actions[0].target_function: is \"note\"; there is no such action; there are none");
    }

    @Test
    void aDraftMadeInCodeIsCheckedInTheSameWay() {
        ResponderDraft wrong = new ResponderDraft(
                "a(b",
                false,
                true,
                List.of(
                        new ResponderDraft.Step(7L, "sms", JsonValue.EMPTY_JSON_OBJECT, -1),
                        new ResponderDraft.Step(7L, "email", JsonValue.EMPTY_JSON_OBJECT, Integer.MAX_VALUE)));

        InvalidInput refusal = catchThrowableOfType(InvalidInput.class, () -> json.check(wrong));

        assertThat(refusal.problems())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder(
                        "watch_pattern",
                        "actions[0].delay_sec",
                        "actions[0].target_function",
                        "actions[1].id",
                        "actions[1].delay_sec",
                        "actions[1].function_kwargs.recipients");
    }

    @Test
    void aDraftWithoutAPatternIsRefused() {
        assertThatThrownBy(() -> json.check(ResponderDraft.watching(null)))
                .isInstanceOf(InvalidInput.class)
                .hasMessage("watch_pattern: is empty; it needs a text");
    }

    @Test
    void aGoodDraftPasses() {
        json.check(ResponderDraft.watching("Payment .* rejected")
                .then("email", Map.of("recipients", List.of("ops@example.com")))
                .then("note", Map.of(), ResponderJson.LONGEST_DELAY));
    }

    private ResponderDraft read(String text) {
        return json.read(Json.parse(text));
    }

    private List<Problem> problems(String text) {
        return catchThrowableOfType(InvalidInput.class, () -> read(text)).problems();
    }

    private static org.junit.jupiter.params.provider.Arguments wrong(String text, String path, String message) {
        return org.junit.jupiter.params.provider.Arguments.of(text, new Problem(path, message));
    }

    /** A responder with these actions. */
    private static String actions(String actions) {
        return "{\"watch_pattern\": \"P\", \"actions\": [" + actions + "]}";
    }

    /** A responder with one such action. */
    private static String note(String field) {
        return actions("{\"target_function\": \"note\"" + (field.isEmpty() ? "" : ", " + field) + "}");
    }

    private static String email(String kwargs) {
        return actions("{\"target_function\": \"email\", \"function_kwargs\": {" + kwargs + "}}");
    }

    private static JsonObject withActions(int count) {
        JsonArrayBuilder actions = Json.provider().createArrayBuilder();
        for (int i = 0; i < count; i++) {
            actions.add(Json.parse("{\"target_function\": \"note\"}"));
        }
        return Json.provider()
                .createObjectBuilder()
                .add("watch_pattern", "P")
                .add("actions", actions)
                .build();
    }
}
