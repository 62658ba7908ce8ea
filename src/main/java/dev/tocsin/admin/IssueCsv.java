package dev.tocsin.admin;

import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.RecordRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Locale;

/** Issues as a file for a spreadsheet. */
@ApplicationScoped
class IssueCsv {

    private static final List<String> COLUMNS = List.of(
            "id",
            "name",
            "status",
            "record_type",
            "record_id",
            "occurrences",
            "created_at",
            "last_seen_at",
            "resolved_at",
            "opened_by",
            "details");

    @Inject
    private IssueService issues;

    void write(IssueQuery query) {
        Csv.send(
                "issues.csv",
                COLUMNS,
                cursor -> issues.find(cursor == null ? query : query.after(cursor)),
                IssueCsv::cells);
    }

    private static List<String> cells(Issue issue) {
        return List.of(
                Long.toString(issue.id()),
                issue.name(),
                issue.status().name().toLowerCase(Locale.ROOT),
                issue.record().map(RecordRef::type).orElse(""),
                issue.record().map(RecordRef::id).orElse(""),
                Long.toString(issue.occurrences()),
                issue.createdAt().toString(),
                issue.lastSeenAt().toString(),
                issue.resolvedAt().map(Object::toString).orElse(""),
                issue.openedBy(),
                issue.details().toString());
    }
}
