package dev.tocsin.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Server;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
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
    void withPostgresItIsDownAndUpAgain() throws IOException {
        int port = Server.freePort();
        Path data = Server.newFolder().resolve("postgres");
        EmbeddedPostgres postgres = start(port, data);
        try (Server server = Server.onPostgres("jdbc:postgresql://localhost:" + port + "/postgres?user=postgres")
                .ready()) {
            saysOnly(server.api().get("/health"), 200, "UP", "ready", "alive");

            postgres.close();
            long stopped = System.nanoTime();
            await().atMost(10, SECONDS)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> server.api().get("/health").status() == 503);
            assertThat(since(stopped)).isLessThan(Duration.ofSeconds(5));
            long begin = System.nanoTime();
            saysOnly(server.api().get("/health/ready"), 503, "DOWN", "ready");
            assertThat(since(begin)).isLessThan(Duration.ofSeconds(4));
            saysOnly(server.api().get("/health/live"), 200, "UP", "alive");

            postgres = start(port, data);
            long started = System.nanoTime();
            await().atMost(30, SECONDS)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> server.api().get("/health").status() == 200);
            assertThat(since(started)).isLessThan(Duration.ofSeconds(20));
            server.api().open("It is back");
        } finally {
            postgres.close();
        }
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static EmbeddedPostgres start(int port, Path data) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .start();
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
