package dev.tocsin.admin;

import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Page;
import jakarta.faces.context.ExternalContext;
import jakarta.faces.context.FacesContext;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** A list as a file for a spreadsheet: RFC 4180, in UTF-8, page by page, so that memory does not grow with it. */
final class Csv {

    /** What a spreadsheet takes. */
    static final int MOST_ROWS = 100_000;

    /** Of issues with the greatest details, some twenty MiB. */
    static final int PAGE = 100;

    /** Pages in a row that have nothing of what is looked for: then it is left at that. */
    private static final int MOST_EMPTY = 20;

    private Csv() {}

    /**
     * Answers the request with the file.
     *
     * @param pages the page after a cursor; null asks for the first
     */
    static <T> void send(
            String file, List<String> columns, Function<Cursor, Page<T>> pages, Function<T, List<String>> cells) {
        // Before anything is written, so that a question that is refused can still be answered by the page.
        Page<T> page = pages.apply(null);
        ExternalContext external = FacesContext.getCurrentInstance().getExternalContext();
        external.setResponseContentType("text/csv; charset=UTF-8");
        external.setResponseHeader("Content-Disposition", "attachment; filename=\"" + file + "\"");
        try (Writer out = new OutputStreamWriter(external.getResponseOutputStream(), StandardCharsets.UTF_8)) {
            out.write(row(columns));
            int empty = 0;
            for (int rows = 0; ; ) {
                for (T item : page.items()) {
                    out.write(row(cells.apply(item)));
                }
                rows += page.items().size();
                empty = page.items().isEmpty() ? empty + 1 : 0;
                if (page.next().isEmpty() || rows >= MOST_ROWS || empty >= MOST_EMPTY) {
                    break;
                }
                page = pages.apply(page.next().get());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        FacesContext.getCurrentInstance().responseComplete();
    }

    static String row(List<String> cells) {
        return cells.stream().map(Csv::cell).collect(Collectors.joining(",")) + "\r\n";
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
