package dev.tocsin.bench;

import dev.tocsin.responder.MatchBenchmark;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** One name against all responders, in memory: by JMH. */
final class MatchNames implements Case {

    /** All is filed anew at every thousandth. */
    private static final int CHANGES = 2_000;

    private static final int CHANGES_TO_WARM_UP = 1_000;

    @Override
    public String name() {
        return "match";
    }

    @Override
    public List<Result> run() throws Exception {
        List<RunResult> all = new ArrayList<>(run(inTime("byIndex", 100, 10_000, 100_000)));
        for (String other : List.of("byLoop", "build")) {
            all.addAll(run(inTime(other, 100_000)));
        }
        all.addAll(run(
                options("change", 100_000).warmupIterations(CHANGES_TO_WARM_UP).measurementIterations(CHANGES)));
        Sample changes = sample(all, "change", 100_000);
        List<Result> results = new ArrayList<>();
        results.add(match(all, 100).atMost(2));
        results.add(match(all, 10_000).atMost(10));
        results.add(match(all, 100_000).atMost(50));
        results.add(match(all, 100_000)
                .beside("a loop over java.util.regex patterns", sample(all, "byLoop", 100_000))
                .atLeast(1000));
        results.add(
                Result.of(name(), "the index of 100,000 responders", Unit.MILLISECONDS, sample(all, "build", 100_000))
                        .atMost(2000));
        String changed = "the same after one has changed, ";
        results.add(Result.of(name(), changed + "mean of 2,000", Unit.MILLISECONDS, Sample.of(changes.mean()))
                .atMost(50));
        results.add(Result.of(name(), changed + "the longest of them", Unit.MILLISECONDS, Sample.of(changes.most())));
        return results;
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }

    private static ChainedOptionsBuilder inTime(String method, Integer... responders) {
        return options(method, responders)
                .warmupIterations(2)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(4)
                .measurementTime(TimeValue.milliseconds(600));
    }

    private static ChainedOptionsBuilder options(String method, Integer... responders) {
        return new OptionsBuilder()
                .include(MatchBenchmark.class.getName() + "\\." + method)
                .param("responders", Stream.of(responders).map(String::valueOf).toArray(String[]::new))
                .forks(1)
                .jvmArgs("-Xmx1g")
                .verbosity(VerboseMode.SILENT)
                .shouldFailOnError(true);
    }

    private Result match(Collection<RunResult> all, int responders) {
        return Result.of(
                name(),
                String.format(java.util.Locale.ROOT, "a name against %,d responders", responders),
                Unit.MICROSECONDS,
                sample(all, "byIndex", responders));
    }

    private static Sample sample(Collection<RunResult> all, String method, int responders) {
        RunResult run = all.stream()
                .filter(one -> one.getParams().getBenchmark().endsWith("." + method))
                .filter(one -> one.getParams().getParam("responders").equals(Integer.toString(responders)))
                .findFirst()
                .orElseThrow();
        return new Sample(run.getBenchmarkResults().stream()
                .flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> iteration.getPrimaryResult().getScore())
                .toList());
    }
}
