package dev.tocsin.bench;

import jakarta.json.Json;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All results: for the console, as Markdown, as JSON.
 *
 * @param machine where they were measured, without saying whose it is
 * @param commit what was measured, if that is known
 * @param failures of the cases that have no results
 */
record Report(LocalDate day, String machine, List<Result> results, Optional<String> commit, List<Failure> failures) {

    private static final List<String> TITLES =
            List.of("case", "work", "Tocsin", "beside it", "", "ratio", "goal", "met");

    Report(LocalDate day, String machine, List<Result> results) {
        this(day, machine, results, Optional.empty(), List.of());
    }

    static Report now(List<Result> results) {
        return new Report(
                LocalDate.now(ZoneOffset.UTC),
                Runtime.getRuntime().availableProcessors() + " cores, Java "
                        + Runtime.version().feature() + ", PostgreSQL with durable commits on the same machine",
                results);
    }

    Report of(Optional<String> measured) {
        return new Report(day, machine, results, measured, failures);
    }

    Report lacking(List<Failure> cases) {
        return new Report(day, machine, results, commit, cases);
    }

    /** For people with a console. */
    String table() {
        List<List<String>> rows = rows();
        StringBuilder table = new StringBuilder("\n" + heading() + "\n\n");
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                line.append(padded(row.get(column), width(rows, column))).append("  ");
            }
            table.append(line.toString().stripTrailing()).append('\n');
        }
        return table + failed();
    }

    String markdown() {
        StringBuilder markdown = new StringBuilder(heading() + "\n\n");
        List<List<String>> rows = rows();
        for (int i = 0; i < rows.size(); i++) {
            markdown.append("| ").append(String.join(" | ", rows.get(i))).append(" |\n");
            if (i == 0) {
                markdown.append("| --- ".repeat(TITLES.size())).append("|\n");
            }
        }
        return markdown + failed();
    }

    JsonObject json() {
        JsonArrayBuilder lines = Json.createArrayBuilder();
        results.forEach(result -> lines.add(line(result)));
        JsonArrayBuilder failed = Json.createArrayBuilder();
        failures.forEach(failure -> failed.add(
                Json.createObjectBuilder().add("case", failure.benchCase()).add("why", failure.why())));
        JsonObjectBuilder report = Json.createObjectBuilder().add("day", day.toString());
        commit.ifPresent(one -> report.add("commit", one));
        return report.add("machine", machine)
                .add("results", lines)
                .add("failed", failed)
                .build();
    }

    /** As {@code results.json} and {@code results.md}. */
    void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("results.json"), json().toString());
        Files.writeString(folder.resolve("results.md"), markdown());
    }

    private String heading() {
        return day + commit.map(one -> ", commit " + one).orElse("") + ", " + machine + ": median (least – most)";
    }

    private String failed() {
        StringBuilder failed = new StringBuilder();
        failures.forEach(failure -> failed.append("\nFailed, and without figures: ")
                .append(failure.benchCase())
                .append(": ")
                .append(failure.why())
                .append('\n'));
        return failed.toString();
    }

    private List<List<String>> rows() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        results.forEach(result -> rows.add(row(result)));
        return rows;
    }

    private static List<String> row(Result result) {
        return List.of(
                result.benchCase(),
                result.work(),
                shown(result.tocsin(), result.unit()),
                result.peer().map(Result.Peer::name).orElse(""),
                result.peer().map(peer -> shown(peer.sample(), result.unit())).orElse(""),
                result.ratio().isEmpty() ? "" : "× " + number(result.ratio().getAsDouble()),
                result.goal().map(goal -> shown(goal, result.unit())).orElse(""),
                result.met().map(met -> met ? "yes" : "no").orElse(""));
    }

    private static String shown(Sample sample, Unit unit) {
        String median = number(sample.median()) + " " + unit.sign();
        return sample.values().size() == 1
                ? median
                : median + " (" + number(sample.least()) + " – " + number(sample.most()) + ")";
    }

    private static String shown(Goal goal, Unit unit) {
        if (goal instanceof Goal.AtLeast atLeast) {
            return "≥ " + number(atLeast.least()) + " " + unit.sign();
        }
        return goal instanceof Goal.Times times
                ? "≥ × " + number(times.least())
                : "≤ " + number(((Goal.AtMost) goal).most()) + " " + unit.sign();
    }

    /** Three digits that say something. */
    static String number(double value) {
        int decimals = value >= 100 ? 0 : value >= 10 ? 1 : value >= 1 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    private static JsonObject line(Result result) {
        JsonObjectBuilder line = Json.createObjectBuilder()
                .add("case", result.benchCase())
                .add("work", result.work())
                .add("unit", result.unit().name().toLowerCase(Locale.ROOT))
                .add("tocsin", values(result.tocsin()));
        result.peer()
                .ifPresent(peer -> line.add(
                        "peer",
                        Json.createObjectBuilder().add("name", peer.name()).add("values", values(peer.sample()))));
        result.ratio().ifPresent(ratio -> line.add("ratio", ratio));
        result.goal().ifPresent(goal -> line.add("goal", shown(goal, result.unit())));
        result.met().ifPresent(met -> line.add("met", met));
        return line.build();
    }

    private static JsonArrayBuilder values(Sample sample) {
        JsonArrayBuilder values = Json.createArrayBuilder();
        sample.values().forEach(values::add);
        return values;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(width - text.length());
    }
}
