package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/** Programs that open issues by REST: one each, or a thousand at once. */
final class OpenByRest implements Case {

    private static final int CLIENTS = 16;
    private static final int REQUESTS = 2_000;
    private static final int ARRAYS = 40;
    private static final int IN_ONE = 1_000;

    /** Of each: what both of them go through gets several times as fast within a minute. */
    private static final int WARM_UP_SECONDS = 30;

    private final AtomicInteger turn = new AtomicInteger();

    @Override
    public String name() {
        return "rest";
    }

    @Override
    public List<Result> run() throws Exception {
        BenchServer server = BenchServer.shared();
        BenchDatabase database = server.database();
        Api api = server.api().as(server.api().token("reporter"));
        Side.Work empty = () -> {
            database.forgetIssues();
        };
        Map<String, Sample> seconds = Turns.ofSlowToWarm(
                List.of(
                        new Side(
                                "an empty resource",
                                () -> {},
                                Side.timed(() -> fromClients(
                                        REQUESTS,
                                        i -> api.post("/api/empty", issue(i)).expecting(200)))),
                        new Side(
                                "POST /api/issues",
                                empty,
                                Side.timed(() -> fromClients(
                                        REQUESTS,
                                        i -> api.post("/api/issues", issue(i)).expecting(201))))),
                WARM_UP_SECONDS);
        assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue")).isEqualTo(REQUESTS);
        Map<String, Sample> arrays =
                Turns.of(List.of(new Side("POST /api/issues, arrays", empty, Side.timed(() -> sendArrays(api)))));
        assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue")).isEqualTo((long) ARRAYS * IN_ONE);
        Sample one = seconds.get("POST /api/issues").rateOf(REQUESTS);
        return List.of(
                Result.of(name(), "POST /api/issues, 16 clients", Unit.PER_SECOND, one)
                        .beside(
                                "an empty resource behind the same login",
                                seconds.get("an empty resource").rateOf(REQUESTS))
                        .atLeast(0.4),
                Result.of(
                                name(),
                                "issues by arrays of 1,000",
                                Unit.PER_SECOND,
                                arrays.get("POST /api/issues, arrays").rateOf((long) ARRAYS * IN_ONE))
                        .reaching(20_000));
    }

    private void sendArrays(Api api) throws Exception {
        fromClients(
                ARRAYS,
                i -> api.post(
                                "/api/issues",
                                IntStream.range(0, IN_ONE).mapToObj(this::issue).toList())
                        .expecting(201));
    }

    private Map<String, ?> issue(int i) {
        return Map.of(
                "name",
                "new-issue-" + turn.incrementAndGet(),
                "details",
                Map.of("host", "web-" + i % 1000, "error", "connection timed out", "attempt", i));
    }

    private static void fromClients(int requests, IntConsumer request) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                all.add(threads.submit(() -> {
                    for (int i = first; i < requests; i += CLIENTS) {
                        request.accept(i);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdown();
        }
    }
}
