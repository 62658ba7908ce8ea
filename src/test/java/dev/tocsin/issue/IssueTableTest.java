package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.tocsin.harness.EmptyDatabase;
import dev.tocsin.harness.KeptPlan;
import dev.tocsin.issue.IssueWriter.WhenOvertaken;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Ids;
import dev.tocsin.platform.Migrations;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
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

    private static final String BY_FINGERPRINT = "tocsin_issue_newest_by_fingerprint";
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
    void ofWhatIsOpenOrWontFixTheOneThatIsCountedIsFound(Dialect dialect) {
        Database database = database(dialect);
        issue(database, 1, IssueStatus.OPEN, "open");
        issue(database, 2, IssueStatus.OPEN, "open");
        issue(database, 3, IssueStatus.WONT_FIX, "won't fix");
        issue(database, 4, IssueStatus.RESOLVED, "resolved");
        issue(database, 5, IssueStatus.OPEN, "not asked for");
        issue(database, 7, IssueStatus.WONT_FIX, "both");
        issue(database, 8, IssueStatus.OPEN, "both");
        IssueTable table = new IssueTable(database);

        assertThat(table.unresolved(List.of("open", "won't fix", "resolved", "never seen", "both")))
                .containsOnly(Map.entry("open", 2L), Map.entry("won't fix", 3L), Map.entry("both", 7L));
        assertThat(table.unresolved(List.of())).isEmpty();
    }

    /** Who closes many changes them in that order: in another, each could wait for the other. */
    @ParameterizedTest
    @EnumSource
    void theNewOnesAreOpenedAndThenThoseThatAreOpenAreCountedInTheOrderOfTheirIds(Dialect dialect) {
        Database database = database(dialect);
        issue(database, 1, IssueStatus.OPEN, "k");
        issue(database, 2, IssueStatus.WONT_FIX, "z");
        issue(database, 3, IssueStatus.OPEN, "a");
        List<Long> counted = new ArrayList<>();
        IssueTable table = new IssueTable(database) {
            @Override
            Optional<Issue> countOccurrences(long id, long occurrences, Instant last) {
                counted.add(id);
                return super.countOccurrences(id, occurrences, last);
            }
        };
        Ids ids = new Ids(database);
        IntStream.rangeClosed(1, 3).forEach(i -> ids.next());

        List<Occurrence> occurrences = writer(table, ids)
                .open(onceEach("a", "n", "z", "b", "k", "z", "n"), WatchRevision.NONE, WhenOvertaken.FAIL);

        assertThat(counted.subList(0, 4)).containsExactly(1L, 2L, 2L, 3L);
        assertThat(counted).hasSize(5);
        assertThat(occurrences)
                .extracting(Occurrence::created)
                .containsExactly(false, true, false, true, false, false, false);
        assertThat(database.query(
                        "SELECT fingerprint FROM tocsin_issue WHERE id > 3 ORDER BY id", row -> row.getString(1)))
                .containsExactly("b", "n");
    }

    private static List<Wish> onceEach(String... fingerprints) {
        return Stream.of(fingerprints)
                .map(fingerprint -> new Wish(NewIssue.of("one", null, null), true, Actor.CODE, fingerprint))
                .toList();
    }

    /** A table in which others do something as soon as it has been seen what is open. */
    private static IssueTable withOthersWhoAreFaster(Database database, List<Runnable> others) {
        return new IssueTable(database) {
            @Override
            Map<String, Long> unresolved(Collection<String> fingerprints) {
                Map<String, Long> unresolved = super.unresolved(fingerprints);
                others.forEach(Runnable::run);
                others.clear();
                return unresolved;
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void whatOthersOpenMeanwhileIsCounted(Dialect dialect) {
        Database database = database(dialect);
        List<Runnable> others = new ArrayList<>();
        IssueWriter writer = writer(withOthersWhoAreFaster(database, others), new Ids(database));
        others.add(() -> writer.open(onceEach("b"), WatchRevision.NONE, WhenOvertaken.FAIL));

        assertThat(writer.open(onceEach("a", "b", "b"), WatchRevision.NONE, WhenOvertaken.FAIL))
                .extracting(
                        Occurrence::created, occurrence -> occurrence.counted().occurrences())
                .containsExactly(tuple(true, 1L), tuple(false, 2L), tuple(false, 3L));
    }

    @ParameterizedTest
    @EnumSource
    void whatOthersCloseMeanwhileFailsOrIsOpenedAsIsWanted(Dialect dialect) {
        Database database = database(dialect);
        issue(database, 1001, IssueStatus.OPEN, "a");
        issue(database, 1002, IssueStatus.OPEN, "b");
        issue(database, 1003, IssueStatus.OPEN, "b");
        List<Runnable> others = new ArrayList<>();
        IssueWriter writer = writer(withOthersWhoAreFaster(database, others), new Ids(database));
        Runnable close = () -> database.update(
                "UPDATE tocsin_issue SET status = 'RESOLVED' WHERE id = ANY(?)", Database.longs(List.of(1001L, 1003L)));

        others.add(close);
        assertThatThrownBy(() -> writer.open(onceEach("a", "b"), WatchRevision.NONE, WhenOvertaken.FAIL))
                .isInstanceOf(IssueWriter.Overtaken.class);

        database.update("UPDATE tocsin_issue SET status = 'OPEN'");
        others.add(close);
        assertThat(writer.open(onceEach("a", "b"), WatchRevision.NONE, WhenOvertaken.GO_ON))
                .satisfiesExactly(
                        a -> assertThat(a.created()).isTrue(),
                        b -> assertThat(b.counted().id()).isEqualTo(1002));
    }

    @ParameterizedTest
    @EnumSource
    void severalStormsAreCountedInTheOrderOfTheirIssuesAndNothingIsOpenedBetweenThem(Dialect dialect) {
        Database database = database(dialect);
        issue(database, 1001, IssueStatus.OPEN, "a");
        issue(database, 1002, IssueStatus.WONT_FIX, "b");
        IssueWriter writer = writer(new IssueTable(database), new Ids(database));
        List<Storm.Tally> tallies = List.of(tally("b", 30, 1002), tally("a", 20, 1001));

        assertThat(writer.count(tallies, WatchRevision.NONE))
                .extracting(occurrence -> occurrence.orElseThrow().counted().occurrences())
                .containsExactly(31L, 21L);

        database.update("UPDATE tocsin_issue SET status = 'RESOLVED', resolved_at = ? WHERE id = 1001", NOW);
        assertThat(writer.count(tallies, WatchRevision.NONE))
                .extracting(Optional::isPresent)
                .containsExactly(true, false);

        database.update("UPDATE tocsin_issue SET resolved_at = ? WHERE id = 1001", NOW.minusSeconds(1));
        assertThatThrownBy(() -> writer.count(tallies, WatchRevision.NONE)).isInstanceOf(IssueWriter.Overtaken.class);
        assertThat(writer.count(List.of(tally("a", 20, 1001)), WatchRevision.NONE))
                .extracting(occurrence -> occurrence.orElseThrow().counted().occurrences())
                .containsExactly(20L);
    }

    private static Storm.Tally tally(String fingerprint, long occurrences, long issueId) {
        return new Storm.Tally(onceEach(fingerprint).get(0), occurrences, NOW, issueId);
    }

    private static IssueWriter writer(IssueTable table, Ids ids) {
        return new IssueWriter(table, ids, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void onH2TheNewestOfANameIsReadFromTheIndexToo() {
        Database database = database(Dialect.H2);
        assertThat(indexSorted(
                        database, "SELECT " + NewestSql.unresolved(Dialect.H2).sql(), 2))
                .isEqualTo(2);
        assertThat(indexSorted(database, NewestSql.newest(Dialect.H2).sql(), 3)).isEqualTo(3);
    }

    private static int indexSorted(Database database, String sql, int parameters) {
        Object[] one = Collections.nCopies(parameters, "one").toArray();
        String plan = String.join("\n", database.query("EXPLAIN " + sql, row -> row.getString(1), one));
        assertThat(plan.toLowerCase(Locale.ROOT)).contains(BY_FINGERPRINT);
        return plan.split("/\\* index sorted \\*/", -1).length - 1;
    }

    @Test
    void theyAreLookedUpByTheFingerprintAlsoWhereTheDatabaseBelievesThatThereAreNone() {
        Database database = database(Dialect.POSTGRESQL);
        theyAreLookedUpByTheFingerprint(database);

        database.update("VACUUM ANALYZE tocsin_issue");
        theyAreLookedUpByTheFingerprint(database);
    }

    private static void theyAreLookedUpByTheFingerprint(Database database) {
        assertThat(KeptPlan.of(database, NewestSql.unresolvedOfEach(Dialect.POSTGRESQL), IssueTable.LOOKED_UP))
                .containsSubsequence(BY_FINGERPRINT, BY_FINGERPRINT)
                .doesNotContain("Seq Scan", "Sort", "Filter");
        assertThat(KeptPlan.of(database, NewestSql.newest(Dialect.POSTGRESQL).sql(), IssueTable.LOOKED_UP))
                .containsSubsequence(BY_FINGERPRINT, BY_FINGERPRINT, BY_FINGERPRINT)
                .doesNotContain("Seq Scan");
    }

    /** Others index the id, too, behind what a database that knows of few issues believes to be of few. */
    @Test
    void theOneThatIsCountedIsChangedByItsKeyAlsoWhereTheDatabaseKnowsOfFew() {
        Database database = database(Dialect.POSTGRESQL);
        isChangedByItsKey(database);

        database.update("VACUUM ANALYZE tocsin_issue");
        issue(database, 1, IssueStatus.OPEN, "the first");
        isChangedByItsKey(database);
    }

    private static void isChangedByItsKey(Database database) {
        String count =
                IssueTable.COUNT + NewestSql.unresolved(Dialect.POSTGRESQL).sql();
        assertThat(KeptPlan.of(database, count, IssueTable.LOOKED_UP))
                .contains("Index Scan using tocsin_issue_pkey")
                .containsSubsequence(BY_FINGERPRINT, BY_FINGERPRINT)
                .doesNotContain("Seq Scan", "Sort");
    }
}
