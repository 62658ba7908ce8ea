package dev.tocsin.issue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.KeptPlan;
import dev.tocsin.harness.Postgres;
import dev.tocsin.platform.Database;
import dev.tocsin.platform.Dialect;
import dev.tocsin.platform.Migrations;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Of many that may be open already, each is looked up by its fingerprint. */
class IssueTableTest {

    private static final String BY_FINGERPRINT = "tocsin_issue_by_fingerprint";
    private static final Instant NOW = Instant.parse("2026-11-27T05:00:00Z");

    private final PGSimpleDataSource source = new PGSimpleDataSource();

    private Database database() {
        source.setUrl(Postgres.newDatabase());
        Migrations.migrate(source, Dialect.POSTGRESQL);
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

    @Test
    void whatIsOpenOrWontFixIsUnresolved() {
        Database database = database();
        issue(database, 1, IssueStatus.OPEN, "open");
        issue(database, 2, IssueStatus.OPEN, "open");
        issue(database, 3, IssueStatus.WONT_FIX, "won't fix");
        issue(database, 4, IssueStatus.RESOLVED, "resolved");
        issue(database, 5, IssueStatus.OPEN, "not asked for");
        IssueTable table = new IssueTable(database);

        assertThat(table.unresolved(List.of("open", "won't fix", "resolved", "never seen")))
                .containsExactlyInAnyOrder("open", "won't fix");
        assertThat(table.unresolved(List.of())).isEmpty();
    }

    @Test
    void theyAreLookedUpByTheFingerprintAlsoWhereTheDatabaseBelievesThatThereAreNone() {
        Database database = database();
        assertThat(KeptPlan.of(database, IssueTable.UNRESOLVED, IssueTable.LOOKED_UP))
                .contains("Nested Loop", BY_FINGERPRINT)
                .doesNotContain("Seq Scan");

        database.update("VACUUM ANALYZE tocsin_issue");
        assertThat(KeptPlan.of(database, IssueTable.UNRESOLVED, IssueTable.LOOKED_UP))
                .contains("Nested Loop", BY_FINGERPRINT)
                .doesNotContain("Seq Scan");
    }
}
