package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.action.ActionRegistry;
import dev.tocsin.platform.InvalidInput;
import dev.tocsin.platform.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResponderDraftTest {

    /** JSON-B cannot write this. */
    public static class Unwritable {
        public String getText() {
            throw new IllegalStateException("no text");
        }
    }

    @Test
    void isEnabledAndWithoutRetryAndActionsAtFirst() {
        assertThat(ResponderDraft.watching("Payment")).isEqualTo(new ResponderDraft("Payment", false, true, List.of()));
    }

    @Test
    void hasANameIfItIsGivenOne() {
        ResponderDraft draft = ResponderDraft.watching("Payment").named("Card");

        assertThat(ResponderDraft.watching("Payment").name()).isNull();
        assertThat(draft).isEqualTo(new ResponderDraft("Card", "Payment", false, true, List.of()));
        assertThat(draft.then("note", Map.of()).allowingRetry().disabled().name())
                .isEqualTo("Card");
    }

    @Test
    void hasItsActionsInTheOrderInWhichTheyWereAdded() {
        ResponderDraft draft = ResponderDraft.watching("Payment")
                .then("email", Map.of("recipients", "ops@example.com"))
                .then("email", Map.of("recipients", List.of("boss@example.com")), 1800);

        assertThat(draft.actions())
                .containsExactly(
                        new ResponderDraft.Step(null, "email", object("{\"recipients\":\"ops@example.com\"}"), 0),
                        new ResponderDraft.Step(
                                null, "email", object("{\"recipients\":[\"boss@example.com\"]}"), 1800));
    }

    @Test
    void takesArgumentsAsJsonToo() {
        JsonObject kwargs = object("{\"n\":1.50}");

        assertThat(ResponderDraft.watching("P")
                        .then("note", kwargs)
                        .actions()
                        .get(0)
                        .functionKwargs())
                .isEqualTo(kwargs);
    }

    @Test
    void keepsTheRestWhenOneThingIsChanged() {
        ResponderDraft draft = ResponderDraft.watching("Payment").then("note", Map.of(), 5);

        assertThat(draft.allowingRetry().disabled().then("log", Map.of()))
                .isEqualTo(new ResponderDraft(
                        "Payment",
                        true,
                        false,
                        List.of(
                                new ResponderDraft.Step(null, "note", JsonValue.EMPTY_JSON_OBJECT, 5),
                                new ResponderDraft.Step(null, "log", JsonValue.EMPTY_JSON_OBJECT, 0))));
        assertThat(draft.disabled().allowingRetry())
                .isEqualTo(draft.allowingRetry().disabled());
    }

    @Test
    void aChangeMakesANewOneAndLeavesTheFirstAsItWas() {
        ResponderDraft draft = ResponderDraft.watching("Payment");

        draft.then("note", Map.of());
        draft.allowingRetry();
        draft.disabled();

        assertThat(draft).isEqualTo(new ResponderDraft("Payment", false, true, List.of()));
    }

    @Test
    void laterChangesToTheListDoNotReachIt() {
        List<ResponderDraft.Step> steps =
                new ArrayList<>(List.of(new ResponderDraft.Step(null, "note", JsonValue.EMPTY_JSON_OBJECT, 0)));
        ResponderDraft draft = new ResponderDraft("P", false, true, steps);

        steps.clear();

        assertThat(draft.actions()).hasSize(1);
        assertThatThrownBy(() -> draft.actions().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void namesTheArgumentsThatCannotBeWrittenAsJson() {
        ResponderDraft draft = ResponderDraft.watching("P").then("note", Map.of());

        assertThatThrownBy(() -> draft.then("note", Map.of("text", new Unwritable())))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("actions[1].function_kwargs: a ")
                .hasMessageContaining("cannot be written as JSON");
    }

    private static JsonObject object(String text) {
        return Json.parse(text).asJsonObject();
    }

    private final ResponderJson json = new ResponderJson(new ActionRegistry(List.of()));

    @Test
    void aStepWithoutAnActionIsRefused() {
        ResponderDraft draft = new ResponderDraft(
                "P", false, true, List.of(new ResponderDraft.Step(null, null, JsonValue.EMPTY_JSON_OBJECT, 0)));

        assertThatThrownBy(() -> json.check(draft))
                .isInstanceOf(InvalidInput.class)
                .hasMessageStartingWith("actions[0].target_function");
    }

    @Test
    void argumentsThatAreNullAreNone() {
        assertThat(new ResponderDraft.Step(null, "note", null, 0).functionKwargs())
                .isEmpty();
        assertThat(ResponderDraft.watching("P")
                        .then("note", null)
                        .actions()
                        .get(0)
                        .functionKwargs())
                .isEmpty();
    }
}
