package dev.tocsin.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the cases, or the one that is named, and says what came of it. */
public final class Benchmark {

    private static final List<Case> CASES = List.of(
            new OpenIssues(),
            new OpenByRest(),
            new MatchNames(),
            new DueLatency(),
            new DueActions(),
            new RespondToIssues(),
            new RecordAssertion(),
            new ReadPages(),
            new Memory(),
            new ShrinkTables());

    private Benchmark() {}

    /** @param arguments the name of a case, or {@code all} */
    public static void main(String[] arguments) {
        String wanted = arguments.length == 0 ? "all" : arguments[0];
        List<Case> cases = CASES.stream()
                .filter(one ->
                        wanted.equals("all") ? !one.onlyByName() : one.name().equals(wanted))
                .toList();
        if (cases.isEmpty()) {
            System.err.println("There is no case " + wanted + "; there are all, "
                    + String.join(", ", CASES.stream().map(Case::name).toList()));
            System.exit(2);
        }
        List<Result> results = new ArrayList<>();
        try {
            for (Case one : cases) {
                System.out.println(one.name());
                long start = System.nanoTime();
                results.addAll(one.run());
                System.out.printf("%s took %.0f s%n", one.name(), (System.nanoTime() - start) / 1e9);
            }
            Report report = Report.now(results);
            System.out.println(report.table());
            report.write(Path.of(System.getProperty("tocsin.work", "target/bench")));
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1);
        }
        // Servers and databases end with this process.
        System.exit(0);
    }
}
