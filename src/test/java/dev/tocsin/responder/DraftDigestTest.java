package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DraftDigestTest {

    private static final ResponderDraft DRAFT =
            ResponderDraft.watching("Payment").named("Card").then("note", Map.of("text", "x"), 5);

    @Test
    void itStaysTheSameFromOneVersionToTheNext() {
        // SHA-256 of the text in the comments: stored in databases.
        // {name:"Card",watch_pattern:"Payment",allow_retry:false,enabled:true,actions:[
        // {target_function:"note",function_kwargs:{"text":"x",},delay_sec:5},]}
        assertThat(DraftDigest.of(DRAFT)).isEqualTo("f45a6126373304c70e77668592b54fc00ad86fe378eee459ce7c6aa740b95da3");
        // {name:,watch_pattern:"\\\"é",allow_retry:true,enabled:false,actions:[]}
        assertThat(DraftDigest.of(
                        ResponderDraft.watching("\\\"é").allowingRetry().disabled()))
                .isEqualTo("de3babb26198653d8b70e47e19753abc3d2922eb1d689aa5527e78633d7346b2");
    }

    @Test
    void theOrderOfFieldsAndWhiteSpaceDoNotCount() {
        assertThat(withArguments("{\"a\": [1, {\"x\": null, \"y\": true}],\n  \"b\": 2.50}"))
                .isEqualTo(withArguments("{\"b\":2.50,\"a\":[1,{\"y\":true,\"x\":null}]}"));
    }

    @Test
    void theIdsOfItsActionsDoNotCount() {
        ResponderDraft.Step step = DRAFT.actions().get(0);
        ResponderDraft.Step stored =
                new ResponderDraft.Step(7L, step.targetFunction(), step.functionKwargs(), step.delaySec());

        assertThat(DraftDigest.of(new ResponderDraft("Card", "Payment", false, true, List.of(stored))))
                .isEqualTo(DraftDigest.of(DRAFT));
    }

    @Test
    void whateverElseIsDifferentCounts() {
        List<String> digests = new ArrayList<>(List.of(
                DraftDigest.of(DRAFT),
                DraftDigest.of(DRAFT.named("Cards")),
                DraftDigest.of(DRAFT.named(null)),
                DraftDigest.of(DRAFT.named("")),
                DraftDigest.of(DRAFT.allowingRetry()),
                DraftDigest.of(DRAFT.disabled()),
                DraftDigest.of(DRAFT.then("note", Map.of())),
                DraftDigest.of(new ResponderDraft("Card", "Payments", false, true, DRAFT.actions())),
                DraftDigest.of(new ResponderDraft("Card", "Payment", false, true, List.of()))));
        for (ResponderDraft other : List.of(
                ResponderDraft.watching("Payment").then("log", Map.of("text", "x"), 5),
                ResponderDraft.watching("Payment").then("note", Map.of("text", "y"), 5),
                ResponderDraft.watching("Payment").then("note", Map.of("text", "x"), 6))) {
            digests.add(DraftDigest.of(other.named("Card")));
        }
        ResponderDraft two = DRAFT.then("log", Map.of());
        digests.add(DraftDigest.of(two));
        digests.add(DraftDigest.of(new ResponderDraft(
                "Card",
                "Payment",
                false,
                true,
                List.of(two.actions().get(1), two.actions().get(0)))));

        assertThat(digests).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":1} | {\"a\":\"1\"}",
                "{\"a\":1} | {\"a\":2}",
                "{\"a\":null} | {\"a\":\"NULL\"}",
                "{\"a\":null} | {}",
                "{\"a\":[1,2]} | {\"a\":[2,1]}",
                "{\"a\":[1,2]} | {\"a\":[[1,2]]}",
                "{\"a\":{\"b\":1}} | {\"a\":{},\"b\":1}",
                "{\"a\":\"x\\\",\\\"b\\\":\\\"y\"} | {\"a\":\"x\",\"b\":\"y\"}",
            })
    void argumentsThatAreDifferentCount(String one, String other) {
        assertThat(withArguments(one)).isNotEqualTo(withArguments(other));
    }

    private static String withArguments(String json) {
        return DraftDigest.of(
                ResponderDraft.watching("P").then("note", Json.parse(json).asJsonObject()));
    }
}
