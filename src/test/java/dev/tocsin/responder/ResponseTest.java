package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tocsin.dispatch.CancelCause;
import dev.tocsin.dispatch.IssueActionState;
import dev.tocsin.dispatch.Plan;
import dev.tocsin.dispatch.PlannedBefore;
import dev.tocsin.platform.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ResponseTest {

    private static final long ISSUE = 100;
    private static final long RESPONDER = 10;
    private static final long OTHER_RESPONDER = 20;
    private static final Instant OPENED = Instant.parse("2026-11-23T20:00:00Z");
    private static final Instant NOW = Instant.parse("2026-11-23T21:00:00Z");

    @ParameterizedTest(name = "{0}")
    @EnumSource(Response.Trigger.class)
    void whatWasNeverPlannedIsPlannedWhateverTheTrigger(Response.Trigger trigger) {
        for (boolean allowRetry : List.of(false, true)) {
            List<Plan> chain = response().of(watcher(allowRetry, task(1, 30)), trigger, NOW);

            assertThat(chain)
                    .containsExactly(new Plan(
                            ISSUE,
                            RESPONDER,
                            1,
                            0,
                            5,
                            "Payment .*",
                            "email",
                            JsonValue.EMPTY_JSON_OBJECT,
                            OPENED.plusSeconds(30)));
        }
    }

    /** Delays count from the opening, or for a further pass from now; in the last column, or empty for no plan. */
    @ParameterizedTest(name = "{0} {1}, {2}, retry allowed {3}: {4}")
    @CsvSource({
        // what is under way is not planned twice
        "PLANNED,   ,                  MATCH, false,",
        "PLANNED,   ,                  MATCH, true, ",
        "PLANNED,   ,                  RETRY, false,",
        "PLANNED,   ,                  RETRY, true, ",
        "RUNNING,   ,                  MATCH, false,",
        "RUNNING,   ,                  MATCH, true, ",
        "RUNNING,   ,                  RETRY, false,",
        "RUNNING,   ,                  RETRY, true, ",
        // once for an issue, unless a retry is allowed and there is cause for one
        "SUCCEEDED, ,                  MATCH, false,",
        "SUCCEEDED, ,                  MATCH, true, ",
        "SUCCEEDED, ,                  RETRY, false,",
        "SUCCEEDED, ,                  RETRY, true, now",
        "FAILED,    ,                  MATCH, false,",
        "FAILED,    ,                  MATCH, true, ",
        "FAILED,    ,                  RETRY, false,",
        "FAILED,    ,                  RETRY, true, now",
        // what a person cancelled counts as executed
        "CANCELLED, BY_HAND,           MATCH, false,",
        "CANCELLED, BY_HAND,           MATCH, true, ",
        "CANCELLED, BY_HAND,           RETRY, false,",
        "CANCELLED, BY_HAND,           RETRY, true, now",
        // what events cancelled was not executed
        "CANCELLED, ISSUE_CLOSED,      MATCH, false, opened",
        "CANCELLED, ISSUE_CLOSED,      MATCH, true,  opened",
        "CANCELLED, ISSUE_CLOSED,      RETRY, false, opened",
        "CANCELLED, ISSUE_CLOSED,      RETRY, true,  opened",
        "CANCELLED, RESPONDER_CHANGED, MATCH, false, opened",
        "CANCELLED, RESPONDER_CHANGED, MATCH, true,  opened",
        "CANCELLED, RESPONDER_CHANGED, RETRY, false, opened",
        "CANCELLED, RESPONDER_CHANGED, RETRY, true,  opened",
    })
    void decidesWhetherWhatWasPlannedBeforeIsPlannedAgain(
            IssueActionState state, CancelCause cause, Response.Trigger trigger, boolean allowRetry, String from) {
        Response response = response(before(1, 0, state, cause));

        List<Plan> chain = response.of(watcher(allowRetry, task(1, 30)), trigger, NOW);

        if (from == null) {
            assertThat(chain).isEmpty();
        } else {
            assertThat(chain).singleElement().satisfies(plan -> {
                assertThat(plan.pass()).isEqualTo(1);
                assertThat(plan.dueAt()).isEqualTo((from.equals("now") ? NOW : OPENED).plusSeconds(30));
            });
        }
    }

    @Test
    void startsInTheOrderOfTheDelays() {
        List<Plan> chain =
                response().of(watcher(false, task(1, 1800), task(2, 0), task(3, 30)), Response.Trigger.MATCH, NOW);

        assertThat(chain).extracting(Plan::responderActionId).containsExactly(2L, 3L, 1L);
        assertThat(chain)
                .extracting(Plan::dueAt)
                .containsExactly(OPENED, OPENED.plusSeconds(30), OPENED.plusSeconds(1800));
    }

    @Test
    void startsThoseOfOneDelayInTheOrderOfTheirDefinition() {
        List<Plan> chain = response()
                .of(
                        watcher(false, task(4, 30), task(2, 0), task(9, 30), task(1, 0), task(3, 30)),
                        Response.Trigger.MATCH,
                        NOW);

        assertThat(chain).extracting(Plan::responderActionId).containsExactly(2L, 1L, 4L, 9L, 3L);
    }

    @Test
    void aFurtherPassStartsInTheSameOrder() {
        Response response = response(
                before(1, 0, IssueActionState.SUCCEEDED, null),
                before(2, 0, IssueActionState.FAILED, null),
                before(3, 0, IssueActionState.SUCCEEDED, null));

        List<Plan> chain =
                response.of(watcher(true, task(1, 30), task(2, 0), task(3, 30)), Response.Trigger.RETRY, NOW);

        assertThat(chain).extracting(Plan::responderActionId).containsExactly(2L, 1L, 3L);
        assertThat(chain).extracting(Plan::dueAt).containsExactly(NOW, NOW.plusSeconds(30), NOW.plusSeconds(30));
    }

    @ParameterizedTest
    @EnumSource(
            value = IssueActionState.class,
            names = {"PLANNED", "RUNNING"})
    void thereIsNoFurtherPassWhileAnotherActionOfTheResponderIsUnderWay(IssueActionState state) {
        Response response = response(before(1, 0, IssueActionState.SUCCEEDED, null), before(2, 0, state, null));

        assertThat(response.of(watcher(true, task(1, 0), task(2, 30)), Response.Trigger.RETRY, NOW))
                .isEmpty();
    }

    /** One that the responder no longer has can still be running. */
    @Test
    void thereIsNoFurtherPassWhileARemovedActionOfTheResponderIsUnderWay() {
        Response response =
                response(before(1, 0, IssueActionState.SUCCEEDED, null), before(99, 0, IssueActionState.RUNNING, null));

        assertThat(response.of(watcher(true, task(1, 0)), Response.Trigger.RETRY, NOW))
                .isEmpty();
    }

    @Test
    void whatAnotherResponderHasUnderWayDoesNotMatter() {
        Response response = response(
                before(1, 0, IssueActionState.SUCCEEDED, null),
                new PlannedBefore(77, ISSUE, OTHER_RESPONDER, 2, 0, 5, 0, IssueActionState.RUNNING, null));

        assertThat(response.of(watcher(true, task(1, 0)), Response.Trigger.RETRY, NOW))
                .extracting(Plan::responderActionId)
                .containsExactly(1L);
    }

    @Test
    void whatWasCancelledOrIsNewIsPlannedEvenWhileAnotherActionIsUnderWay() {
        Response response = response(
                before(1, 0, IssueActionState.RUNNING, null),
                before(2, 0, IssueActionState.CANCELLED, CancelCause.ISSUE_CLOSED));

        assertThat(response.of(watcher(true, task(1, 0), task(2, 30), task(3, 60)), Response.Trigger.RETRY, NOW))
                .extracting(Plan::responderActionId)
                .containsExactly(2L, 3L);
    }

    @Test
    void aReopeningPlansWhatWasCancelledAndRepeatsWhatWasExecutedOnlyWhereAllowed() {
        Response response = response(
                before(1, 0, IssueActionState.SUCCEEDED, null),
                before(2, 0, IssueActionState.CANCELLED, CancelCause.ISSUE_CLOSED));

        assertThat(response.of(watcher(false, task(1, 0), task(2, 1800)), Response.Trigger.RETRY, NOW))
                .extracting(Plan::responderActionId)
                .containsExactly(2L);
        assertThat(response.of(watcher(true, task(1, 0), task(2, 1800)), Response.Trigger.RETRY, NOW))
                .extracting(Plan::responderActionId)
                .containsExactlyInAnyOrder(1L, 2L);
    }

    /** Whatever order the earlier passes are read in, only the last one counts. */
    @Test
    void theLatestPassDecidesAndThePassNumberRises() {
        PlannedBefore first = before(1, 0, IssueActionState.CANCELLED, CancelCause.ISSUE_CLOSED);
        PlannedBefore second = before(1, 1, IssueActionState.FAILED, null);
        PlannedBefore third = before(1, 2, IssueActionState.SUCCEEDED, null);

        for (Response response : List.of(response(first, second, third), response(third, first, second))) {
            assertThat(response.of(watcher(false, task(1, 0)), Response.Trigger.RETRY, NOW))
                    .isEmpty();
            assertThat(response.of(watcher(true, task(1, 0)), Response.Trigger.RETRY, NOW))
                    .extracting(Plan::pass)
                    .containsExactly(3);
        }
    }

    @Test
    void eachActionHasPassesOfItsOwn() {
        Response response = response(
                before(1, 0, IssueActionState.SUCCEEDED, null),
                before(1, 1, IssueActionState.SUCCEEDED, null),
                before(2, 0, IssueActionState.SUCCEEDED, null));

        assertThat(response.of(watcher(true, task(1, 0), task(2, 0), task(3, 0)), Response.Trigger.RETRY, NOW))
                .extracting(Plan::responderActionId, Plan::pass)
                .containsExactlyInAnyOrder(tuple(1L, 2), tuple(2L, 1), tuple(3L, 0));
    }

    @Test
    void aResponderWithoutActionsPlansNothing() {
        assertThat(response().of(watcher(true), Response.Trigger.RETRY, NOW)).isEmpty();
    }

    @Test
    void aPlanTellsWhatToRunAndWhichRevisionThatIs() {
        JsonObject kwargs = Json.parse("{\"recipients\":\"ops@example.com\"}").asJsonObject();
        PatternIndex.Task task = new PatternIndex.Task(1, "issue.actions.email", kwargs, 0, 17);

        assertThat(response().of(watcher(false, task), Response.Trigger.MATCH, NOW))
                .containsExactly(
                        new Plan(ISSUE, RESPONDER, 1, 0, 17, "Payment .*", "issue.actions.email", kwargs, OPENED));
    }

    /** The action's revision is 5 where the responder still has it. */
    @ParameterizedTest(name = "{0} after {1} attempts, revision {2}, still asked for {3}: outdated {4}")
    @CsvSource({
        "PLANNED,   0, 5, true,  false",
        "PLANNED,   0, 4, true,  true",
        "PLANNED,   0, 6, true,  false",
        "PLANNED,   0, 5, false, true",
        // one that has started goes on
        "PLANNED,   1, 4, true,  false",
        "PLANNED,   1, 5, false, false",
        "RUNNING,   1, 4, true,  false",
        "RUNNING,   0, 5, false, false",
        "SUCCEEDED, 1, 4, true,  false",
        "FAILED,    8, 5, false, false",
        "CANCELLED, 0, 4, true,  false",
        "CANCELLED, 0, 5, false, false",
    })
    void isOutdatedIfItNeverStartedAndNobodyAsksForItAsItIs(
            IssueActionState state, int attempts, long revision, boolean asked, boolean outdated) {
        PlannedBefore row = new PlannedBefore(7, ISSUE, RESPONDER, 1, 0, revision, attempts, state, null);

        List<Long> found = response(row).outdated(List.of(watcher(false, task(asked ? 1 : 2, 0))));

        assertThat(found).isEqualTo(outdated ? List.of(7L) : List.of());
    }

    @Test
    void ofAllRespondersThatMatchOneIsEnoughToAskForIt() {
        Response response =
                response(before(1, 0, IssueActionState.PLANNED, null), before(2, 0, IssueActionState.PLANNED, null));
        PatternIndex.Watcher other =
                new PatternIndex.Watcher(OTHER_RESPONDER, WatchPattern.compile("P"), false, List.of(task(2, 0)));

        assertThat(response.outdated(List.of(watcher(false, task(1, 0)), other)))
                .isEmpty();
        assertThat(response.outdated(List.of(other))).containsExactly(1000L);
        assertThat(response.outdated(List.of())).containsExactly(1000L, 2000L);
    }

    @Test
    void whatWasOutdatedIsCancelledAndIsPlannedAsItIsNow() {
        Response response = response(
                new PlannedBefore(1000, ISSUE, RESPONDER, 1, 0, 4, 0, IssueActionState.PLANNED, null),
                before(2, 0, IssueActionState.SUCCEEDED, null));
        PatternIndex.Watcher watcher = watcher(false, task(1, 60), task(2, 0));

        Response asItIs = response.without(response.outdated(List.of(watcher)));

        assertThat(asItIs)
                .isEqualTo(response(
                        new PlannedBefore(
                                1000,
                                ISSUE,
                                RESPONDER,
                                1,
                                0,
                                4,
                                0,
                                IssueActionState.CANCELLED,
                                CancelCause.RESPONDER_CHANGED),
                        before(2, 0, IssueActionState.SUCCEEDED, null)));
        assertThat(asItIs.of(watcher, Response.Trigger.MATCH, NOW))
                .singleElement()
                .satisfies(plan -> {
                    assertThat(plan.responderActionId()).isEqualTo(1);
                    assertThat(plan.pass()).isEqualTo(1);
                    assertThat(plan.revision()).isEqualTo(5);
                    assertThat(plan.dueAt()).isEqualTo(OPENED.plusSeconds(60));
                });
    }

    @Test
    void withoutNothingItIsTheSame() {
        Response response = response(before(1, 0, IssueActionState.PLANNED, null));

        assertThat(response.without(List.of())).isEqualTo(response);
    }

    private static Response response(PlannedBefore... before) {
        return new Response(ISSUE, OPENED, List.of(before));
    }

    private static PlannedBefore before(long action, int pass, IssueActionState state, CancelCause cause) {
        int attempts = state == IssueActionState.PLANNED || state == IssueActionState.CANCELLED ? 0 : 1;
        return new PlannedBefore(action * 1000 + pass, ISSUE, RESPONDER, action, pass, 5, attempts, state, cause);
    }

    private static PatternIndex.Watcher watcher(boolean allowRetry, PatternIndex.Task... tasks) {
        return new PatternIndex.Watcher(
                RESPONDER, WatchPattern.compile("Payment .*"), allowRetry, Arrays.asList(tasks));
    }

    private static PatternIndex.Task task(long id, int delaySec) {
        return new PatternIndex.Task(id, "email", JsonValue.EMPTY_JSON_OBJECT, delaySec, 5);
    }
}
