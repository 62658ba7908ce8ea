package dev.tocsin.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs the cases, or the one that is named, and says what came of it. */
public final class Benchmark {

    private static final List<Case> CASES = List.of(
            new OpenIssues(),
            new OpenByRest(),
            new MatchNames(),
            new DueActions(),
            new DueLatency(),
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
        boolean complete = false;
        try {
            complete = run(cases);
        } catch (IOException | InterruptedException e) {
            e.printStackTrace();
        }
        // Servers and databases end with this process.
        System.exit(complete ? 0 : 1);
    }

    /** @return whether none has failed; the figures of the others are not lost with it */
    private static boolean run(List<Case> cases) throws IOException, InterruptedException {
        Optional<String> commit = Commit.here();
        List<Result> results = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        for (Case one : cases) {
            System.out.println(one.name());
            long start = System.nanoTime();
            try {
                results.addAll(one.run());
                System.out.printf("%s took %.0f s%n", one.name(), (System.nanoTime() - start) / 1e9);
            } catch (Throwable e) {
                e.printStackTrace();
                failures.add(Failure.of(one, e));
            }
        }
        Report report = Report.now(results).of(commit).lacking(failures);
        System.out.println(report.table());
        report.write(Path.of(System.getProperty("tocsin.work", "target/bench")));
        return failures.isEmpty();
    }
}
