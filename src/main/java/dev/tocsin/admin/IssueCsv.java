package dev.tocsin.admin;

import dev.tocsin.issue.Issue;
import dev.tocsin.issue.IssueQuery;
import dev.tocsin.issue.IssueService;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.platform.Page;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Issues as a file for a spreadsheet: RFC 4180, in UTF-8, page by page, so that memory does not grow with it. */
@ApplicationScoped
class IssueCsv {

    /** What a spreadsheet takes. */
    static final int MOST_ROWS = 100_000;

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
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        external.setResponseContentType("text/csv; charset=UTF-8");
        external.setResponseHeader("Content-Disposition", "attachment; filename=\"issues.csv\"");
        try (Writer out = new OutputStreamWriter(external.getResponseOutputStream(), StandardCharsets.UTF_8)) {
            out.write(row(COLUMNS));
            Page<Issue> page = issues.find(query);
            for (int rows = 0; ; ) {
                for (Issue issue : page.items()) {
                    out.write(row(cells(issue)));
                }
                rows += page.items().size();
                if (page.next().isEmpty() || rows >= MOST_ROWS) {
                    break;
                }
                page = issues.find(query.after(page.next().get()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FacesContext.getCurrentInstance().responseComplete();
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

    static String row(List<String> cells) {
        return cells.stream().map(IssueCsv::cell).collect(Collectors.joining(",")) + "\r\n";
    }

    /**
     * In quotes where it has to be. What a spreadsheet would take for a formula gets an apostrophe before it, by
     * which spreadsheets know a text.
     */
    static String cell(String text) {
        boolean formula = !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0;
        String safe = formula ? "'" + text : text;
        return safe.matches("(?s).*[\",\r\n].*") ? "\"" + safe.replace("\"", "\"\"") + "\"" : safe;
    }
}
