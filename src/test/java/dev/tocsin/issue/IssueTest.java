package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.tocsin.platform.Json;
import jakarta.json.JsonValue;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IssueTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant LATER = NOON.plusSeconds(60);
    private static final Instant EVENING = NOON.plusSeconds(6 * 3600);
    private static final Actor ALICE = Actor.user("alice");

    @Test
    void aNewIssueIsOpenAndWasSeenOnce() {
        RecordRef order = RecordRef.of("Order", 7);
        Issue issue = Issue.opened(1, NewIssue.of("late", Map.of("days", 3), order), NOON, ALICE, 5);

        assertThat(issue.id()).isEqualTo(1);
        assertThat(issue.name()).isEqualTo("late");
        assertThat(issue.status()).isEqualTo(IssueStatus.OPEN);
        assertThat(issue.isOpen()).isTrue();
        assertThat(issue.details()).isEqualTo(Json.parse("{\"days\":3}"));
        assertThat(issue.record()).contains(order);
        assertThat(issue.occurrences()).isEqualTo(1);
        assertThat(issue.regressed()).isFalse();
        assertThat(issue.createdAt()).isEqualTo(NOON);
        assertThat(issue.openedAt()).isEqualTo(NOON);
        assertThat(issue.lastSeenAt()).isEqualTo(NOON);
        assertThat(issue.resolvedAt()).isEmpty();
        assertThat(issue.openedBy()).isEqualTo("user:alice");
        assertThat(issue.revision()).isEqualTo(5);
        assertThat(issue.fingerprint()).isEqualTo(Fingerprint.of("late", order));
        assertThat(issue.onceKey()).isNull();
    }

    @Test
    void withoutDetailsAndRecordItHasNone() {
        Issue issue = issue(IssueStatus.OPEN);

        assertThat(issue.details()).isEqualTo(JsonValue.NULL);
        assertThat(issue.record()).isEmpty();
        assertThat(issue.recordOrNull()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, OPEN, false",
        "OPEN, RESOLVED, true",
        "OPEN, WONT_FIX, true",
        "RESOLVED, OPEN, true",
        "RESOLVED, RESOLVED, false",
        "RESOLVED, WONT_FIX, true",
        "WONT_FIX, OPEN, true",
        "WONT_FIX, RESOLVED, false",
        "WONT_FIX, WONT_FIX, false"
    })
    void onlySomeStatusesFollowEachOther(IssueStatus from, IssueStatus to, boolean allowed) {
        assertThat(from.canBecome(to)).isEqualTo(allowed);

        Issue issue = issue(from);
        if (allowed) {
            change(issue, to);
            assertThat(issue.status()).isEqualTo(to);
        } else {
            assertThatExceptionOfType(IllegalStatusChange.class)
                    .isThrownBy(() -> change(issue, to))
                    .withMessageStartingWith("Issue 1 is ")
                    .withMessageContaining(" and cannot become ");
            assertThat(issue.status()).isEqualTo(from);
        }
    }

    @Test
    void aRefusedChangeSaysWhatToDo() {
        assertThatExceptionOfType(IllegalStatusChange.class)
                .isThrownBy(() -> change(issue(IssueStatus.WONT_FIX), IssueStatus.RESOLVED))
                .withMessage("Issue 1 is wont_fix and cannot become resolved; reopen it first");
        assertThatExceptionOfType(IllegalStatusChange.class)
                .isThrownBy(() -> change(issue(IssueStatus.OPEN), IssueStatus.OPEN))
                .withMessage("Issue 1 is open and cannot become open");
    }

    @Test
    void aRefusedChangeChangesNothing() {
        Issue resolved = issue(IssueStatus.RESOLVED);

        assertThatExceptionOfType(IllegalStatusChange.class)
                .isThrownBy(() -> resolved.resolve(EVENING, ALICE, "again"));
        assertThat(resolved.resolvedAt()).contains(LATER);

        Issue open = issue(IssueStatus.OPEN);
        open.holdOnceKey();
        assertThatExceptionOfType(IllegalStatusChange.class).isThrownBy(() -> open.reopen(EVENING, ALICE, "again", 9));
        assertThat(open.openedAt()).isEqualTo(NOON);
        assertThat(open.regressed()).isFalse();
        assertThat(open.revision()).isEqualTo(5);
        assertThat(open.onceKey()).isNotNull();
    }

    @Test
    void aChangeTellsWhenFromWhatToWhatByWhomAndWhy() {
        StatusChange change = issue(IssueStatus.OPEN).resolve(LATER, ALICE, "delivered");

        assertThat(change.issueId()).isEqualTo(1);
        assertThat(change.at()).isEqualTo(LATER);
        assertThat(change.from()).contains(IssueStatus.OPEN);
        assertThat(change.to()).isEqualTo(IssueStatus.RESOLVED);
        assertThat(change.by()).isEqualTo("user:alice");
        assertThat(change.reason()).contains("delivered");
    }

    @ParameterizedTest
    @EnumSource(
            value = IssueStatus.class,
            names = {"RESOLVED", "WONT_FIX"})
    void aClosedIssueMakesWayForTheNextOfItsName(IssueStatus closed) {
        Issue issue = issue(IssueStatus.OPEN);
        issue.holdOnceKey();
        assertThat(issue.onceKey()).isEqualTo(issue.fingerprint());

        change(issue, closed);

        assertThat(issue.isOpen()).isFalse();
        assertThat(issue.onceKey()).isNull();
    }

    @Test
    void onlyAResolvedIssueHasATimeOfResolution() {
        Issue issue = issue(IssueStatus.OPEN);

        issue.resolve(LATER, ALICE, null);
        assertThat(issue.resolvedAt()).contains(LATER);
        issue.reopen(EVENING, ALICE, null, 6);
        assertThat(issue.resolvedAt()).isEmpty();
        issue.wontFix(EVENING, ALICE, null);
        assertThat(issue.resolvedAt()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = IssueStatus.class,
            names = {"RESOLVED", "WONT_FIX"})
    void aReopenedIssueBeginsAnew(IssueStatus closed) {
        Issue issue = issue(closed);

        StatusChange change = issue.reopen(EVENING, ALICE, "back again", 8);

        assertThat(issue.isOpen()).isTrue();
        assertThat(issue.regressed()).isTrue();
        assertThat(issue.openedAt()).isEqualTo(EVENING);
        assertThat(issue.createdAt()).isEqualTo(NOON);
        assertThat(issue.revision()).isEqualTo(8);
        assertThat(change.from()).contains(closed);
        assertThat(change.to()).isEqualTo(IssueStatus.OPEN);
    }

    @Test
    void theOpeningIsTheFirstOfItsChanges() {
        StatusChange opening = StatusChange.opening(issue(IssueStatus.RESOLVED));

        assertThat(opening.from()).isEmpty();
        assertThat(opening.to()).isEqualTo(IssueStatus.OPEN);
        assertThat(opening.at()).isEqualTo(NOON);
        assertThat(opening.by()).isEqualTo("code");
    }

    @Test
    void itsTextTellsWhichItIs() {
        assertThat(issue(IssueStatus.OPEN)).hasToString("issue 1 \"late\" (OPEN)");
    }

    private static Issue issue(IssueStatus status) {
        Issue issue = Issue.opened(1, NewIssue.of("late", null, null), NOON, Actor.CODE, 5);
        if (status != IssueStatus.OPEN) {
            change(issue, status);
        }
        return issue;
    }

    private static StatusChange change(Issue issue, IssueStatus to) {
        return switch (to) {
            case OPEN -> issue.reopen(LATER, ALICE, "because", 6);
            case RESOLVED -> issue.resolve(LATER, ALICE, "because");
            case WONT_FIX -> issue.wontFix(LATER, ALICE, "because");
        };
    }
}
