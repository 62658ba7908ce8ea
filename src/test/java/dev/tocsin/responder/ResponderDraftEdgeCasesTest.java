package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.action.ActionRegistry;
import dev.tocsin.platform.InvalidInput;
import jakarta.json.JsonValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponderDraftEdgeCasesTest {

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
