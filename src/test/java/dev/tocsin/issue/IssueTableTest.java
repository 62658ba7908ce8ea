package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.EmptyDatabase;
import dev.tocsin.harness.KeptPlan;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.Migrations;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Of many that may be open already, each is looked up by its fingerprint. */
class IssueTableTest {

    private static final String BY_FINGERPRINT = "tocsin_issue_by_fingerprint";
    private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");

    private static Database database(Dialect dialect) {
        DataSource source = EmptyDatabase.of(dialect);
        Migrations.migrate(source, dialect);
        return new Database(source);
    }

    private static void issue(Database database, long id, IssueStatus status, String fingerprint) {
        database.update(
                "INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed, created_at, opened_at,"
                        + " last_seen_at, opened_by, fingerprint, revision)"
                        + " VALUES (?, 'one', ?, 'null', 1, FALSE, ?, ?, ?, 'code', ?, 1)",
                id,
                status,
                NOW,
                NOW,
                NOW,
                fingerprint);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsOpenOrWontFixIsUnresolved(Dialect dialect) {
        Database database = database(dialect);
        issue(database, 1, IssueStatus.OPEN, "open");
        issue(database, 2, IssueStatus.OPEN, "open");
        issue(database, 3, IssueStatus.WONT_FIX, "won't fix");
        issue(database, 4, IssueStatus.RESOLVED, "resolved");
        issue(database, 5, IssueStatus.OPEN, "not asked for");
        IssueTable table = new IssueTable(database);

        Map<String, Long> unresolved = table.unresolved(List.of("open", "won't fix", "resolved", "never seen"));

        assertThat(unresolved).containsOnlyKeys("open", "won't fix").containsEntry("won't fix", 3L);
        assertThat(unresolved.get("open")).isIn(1L, 2L);
        assertThat(table.unresolved(List.of())).isEmpty();
    }

    /** Who closes many changes them in that order: in another, each could wait for the other. */
    @ParameterizedTest
    @EnumSource
    void thoseThatAreOpenAreCountedInTheOrderOfTheirIdsAndThenTheNewOnesAreOpened(Dialect dialect) {
        Database database = database(dialect);
        issue(database, 1, IssueStatus.OPEN, "k");
        issue(database, 2, IssueStatus.WONT_FIX, "z");
        issue(database, 3, IssueStatus.OPEN, "a");
        List<String> counted = new ArrayList<>();
        IssueTable table = new IssueTable(database) {
            @Override
            Optional<Issue> countOccurrences(String fingerprint, long occurrences, Instant last) {
                Optional<Issue> issue = super.countOccurrences(fingerprint, occurrences, last);
                issue.ifPresent(one -> counted.add(fingerprint));
                return issue;
            }
        };
        Ids ids = new Ids(database);
        IntStream.rangeClosed(1, 3).forEach(i -> ids.next());
        IssueRecorder recorder =
                new IssueRecorder(table, ids, Clock.fixed(NOW, ZoneOffset.UTC), new WatchRevision(), null);

        List<Occurrence> occurrences = recorder.openUnwatched(Stream.of("a", "n", "z", "b", "k", "z", "n")
                .map(fingerprint -> new Wish(NewIssue.of("one", null, null), true, Actor.CODE, fingerprint))
                .toList());

        assertThat(counted).containsExactly("k", "z", "z", "a", "n");
        assertThat(occurrences)
                .extracting(Occurrence::created)
                .containsExactly(false, true, false, true, false, false, false);
        assertThat(database.query(
                        "SELECT fingerprint FROM tocsin_issue WHERE id > 3 ORDER BY id", row -> row.getString(1)))
                .containsExactly("b", "n");
    }

    @Test
    void theyAreLookedUpByTheFingerprintAlsoWhereTheDatabaseBelievesThatThereAreNone() {
        Database database = database(Dialect.POSTGRESQL);
        assertThat(KeptPlan.of(database, IssueTable.UNRESOLVED, IssueTable.LOOKED_UP))
                .contains("Nested Loop", BY_FINGERPRINT)
                .doesNotContain("Seq Scan");

        database.update("VACUUM ANALYZE tocsin_issue");
        assertThat(KeptPlan.of(database, IssueTable.UNRESOLVED, IssueTable.LOOKED_UP))
                .contains("Nested Loop", BY_FINGERPRINT)
                .doesNotContain("Seq Scan");
    }
}
