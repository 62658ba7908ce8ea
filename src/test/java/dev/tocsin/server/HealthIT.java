package dev.tocsin.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.RestartablePostgres;
import dev.tocsin.harness.Server;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What anybody may know of the server: whether it is up. */
class HealthIT {

    @Test
    void onH2ItIsUpAndSaysNothingElse() {
        try (Server server = Server.onH2(Server.newFolder()).ready()) {
            saysOnly(server.api().get("/health"), 200, "UP", "ready", "alive");
            saysOnly(server.api().get("/health/ready"), 200, "UP", "ready");
            saysOnly(server.api().get("/health/live"), 200, "UP", "alive");
        }
    }

    @Test
    void withPostgresItIsDownAndUpAgain() {
        try (RestartablePostgres postgres = new RestartablePostgres().start();
                Server server = Server.onPostgres(postgres.url()).ready()) {
            saysOnly(server.api().get("/health"), 200, "UP", "ready", "alive");

            postgres.stop();
            long stopped = System.nanoTime();
            await().atMost(30, SECONDS)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> server.api().get("/health").status() == 503);
            assertThat(since(stopped)).isLessThan(Duration.ofSeconds(20));
            long begin = System.nanoTime();
            saysOnly(server.api().get("/health/ready"), 503, "DOWN", "ready");
            assertThat(since(begin)).isLessThan(Duration.ofSeconds(15));
            saysOnly(server.api().get("/health/live"), 200, "UP", "alive");

            postgres.start();
            long started = System.nanoTime();
            await().atMost(60, SECONDS)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> server.api().get("/health").status() == 200);
            assertThat(since(started)).isLessThan(Duration.ofSeconds(60));
            await().atMost(20, SECONDS)
                    .until(() -> server.api()
                                    .post("/api/issues", Map.of("name", "It is back"))
                                    .status()
                            == 201);
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static void saysOnly(Api.Answer answer, int status, String word, String... checks) {
        answer.expecting(status);
        assertThat(answer.json().keySet()).containsExactlyInAnyOrder("status", "checks");
        assertThat(answer.json().getString("status")).isEqualTo(word);
        assertThat(Api.objects(answer.json().getJsonArray("checks")))
                .extracting(check -> check.getString("name"))
                .containsExactlyInAnyOrder(checks);
        assertThat(Api.objects(answer.json().getJsonArray("checks")))
                .allSatisfy(check -> assertThat(check.keySet()).isSubsetOf("name", "status", "data"))
                .allSatisfy(check -> assertThat(check.getOrDefault("data", jakarta.json.JsonValue.EMPTY_JSON_OBJECT))
                        .isEqualTo(jakarta.json.JsonValue.EMPTY_JSON_OBJECT));
    }
}
