package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import jakarta.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** A job that was asked for over REST and has ended, as it tells of itself. */
record BenchJob(Instant startedAt, Instant finishedAt, long checked, long failing) {

    static BenchJob run(Api api, String name, Map<String, ?> parameters) {
        long id = api.post("/api/jobs/" + name, parameters).expecting(202).id();
        JsonObject ended = await().atMost(Duration.ofMinutes(10))
                .pollInterval(Duration.ofMillis(250))
                .until(() -> api.get("/api/jobs/" + id).expecting(200).json(), job -> !job.isNull("finished_at"));
        assertThat(ended.getString("status")).as("job %s", ended).isEqualTo("completed");
        return new BenchJob(
                Instant.parse(ended.getString("started_at")),
                Instant.parse(ended.getString("finished_at")),
                ended.getJsonNumber("records_checked").longValue(),
                ended.getJsonNumber("records_failing").longValue());
    }

    /** From when it was asked for until it had ended, by its own clock: not until somebody looked. */
    double seconds() {
        return Duration.between(startedAt, finishedAt).toNanos() / 1e9;
    }
}
