package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Server;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A hundred thousand responders, a million actions that are planned, and a small heap. */
final class Memory implements Case {

    private static final int RESPONDERS = 100_000;
    private static final int PLANNED = 1_000_000;

    /** A server needs room for what it does, beside what it keeps. */
    private static final double MOST_MIB = 300;

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public List<Result> run() throws Exception {
        BenchDatabase database = new BenchDatabase();
        database.createTables();
        DueActions.fill(database, PLANNED, "interval '1 year'");
        database.execute(
                "INSERT INTO tocsin_responder (id, name, watch_pattern, allow_retry, enabled, revision, version,"
                        + " created_at, updated_at) SELECT 20000000 + i, 'Responder ' || i, CASE i % 3 WHEN 0 THEN"
                        + " 'Order ' || i || ' is late' WHEN 1 THEN '.*customer-' || i || '\\D.*' ELSE"
                        + " '(?:Payment|Refund) of shop-' || i || ' (?:failed|refused)' END, FALSE, TRUE, 2, 1, now(),"
                        + " now() FROM generate_series(1, " + RESPONDERS + ") i",
                "INSERT INTO tocsin_responder_action (id, responder_id, position, target_function, function_kwargs,"
                        + " delay_sec, revision) SELECT 30000000 + i, 20000000 + i, 0, 'nothing', '{}', 3600, 2"
                        + " FROM generate_series(1, " + RESPONDERS + ") i",
                "UPDATE tocsin_responder_revision SET revision = 2");
        database.settle();
        long start = System.nanoTime();
        try (Server server = BenchServer.on(database).heap("512m").ready()) {
            double ready = (System.nanoTime() - start) / 1e9;
            Api api = server.api();
            api.post(
                            "/api/issues",
                            IntStream.rangeClosed(1, 500)
                                    .mapToObj(
                                            i -> Map.of("name", "The address of customer-" + i * 3 + "1 is not known"))
                                    .toList())
                    .expecting(201);
            assertThat(api.actions(api.open("Order 3 is late")))
                    .hasSize(1)
                    .allSatisfy(action -> assertThat(action.getString("state")).isEqualTo("planned"));
            double heap = Long.parseLong(api.send("POST", "/bench/heap", "text/plain", "1000000")
                            .expecting(200)
                            .body())
                    / 1024.0
                    / 1024;
            return List.of(
                    Result.of(
                                    name(),
                                    "100,000 responders, 1,000,000 planned, -Xmx512m: heap after a collection",
                                    Unit.MEBIBYTES,
                                    Sample.of(heap))
                            .atMost(MOST_MIB),
                    Result.of(name(), "the same: from start to ready", Unit.SECONDS, Sample.of(ready)));
        }
    }
}
