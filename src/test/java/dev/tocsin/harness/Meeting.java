package dev.tocsin.harness;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Of as many actions as there are workers, so that one that was lost would keep the others waiting. */
public record Meeting(Api api, Sql sql, int workers) {

    /** @param name what no issue of the test is called */
    public void assertEveryWorkerComes(String name) {
        AtomicInteger meetings = new AtomicInteger();
        // A machine that has more to do may bring them together only at a later one.
        await().atMost(60, SECONDS)
                .pollDelay(Duration.ZERO)
                .until(() -> haveMet(name + ", meeting " + meetings.incrementAndGet() + ":"));
    }

    private boolean haveMet(String name) {
        api.respond(
                name,
                List.of(Map.of(
                        "target_function", "meet", "function_kwargs", Map.of("meeting", name, "count", workers))));
        api.post(
                        "/api/issues",
                        IntStream.range(0, workers)
                                .mapToObj(i -> Map.of("name", name + " " + i))
                                .toList())
                .expecting(201);
        String these = "SELECT COUNT(*) FROM tocsin_issue_action a JOIN tocsin_issue i ON i.id = a.issue_id"
                + " WHERE i.name LIKE '" + name + " %' AND a.state = 'SUCCEEDED'";
        await().atMost(30, SECONDS).pollInterval(Duration.ofMillis(50)).until(() -> sql.number(these) == workers);
        return sql.number(these + " AND a.details LIKE '%true%'") == workers;
    }
}
