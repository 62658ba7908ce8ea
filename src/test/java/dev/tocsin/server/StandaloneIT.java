package dev.tocsin.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Meeting;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Starting and stopping. */
class StandaloneIT {

    @Test
    void whatItKnowsOutlivesTheServer() {
        Path folder = Server.newFolder();
        long id;
        try (Server server = Server.onH2(folder).ready()) {
            id = server.api().open("Kept");
            server.api().respond("Later", List.of(Map.of("target_function", "log", "delay_sec", 10)));
            server.api().open("Later than the restart");
            // Closing is a kill: what was answered has to be on the disk.
        }
        try (Server server = Server.onH2(folder).ready()) {
            assertThat(server.api().issue(id).getString("name")).isEqualTo("Kept");
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(server.log()).contains("\"Later than the restart\""));
        }
    }

    @Test
    void stoppingWaitsForWhatRunsAndLeavesTheRestPlanned() {
        Path folder = Server.newFolder();
        try (Server server = Server.onH2(folder)
                .withTestActions()
                .with("TOCSIN_SHUTDOWN_GRACE", "500ms")
                .ready()) {
            server.api().respond("Slow", List.of(Map.of("target_function", "never-ends")));
            server.api().respond("Slow", List.of(Map.of("target_function", "log", "delay_sec", 3600)));
            long id = server.api().open("Slow");
            await().atMost(20, SECONDS)
                    .until(() ->
                            server.api().actions(id).get(0).getString("state").equals("running"));
            Instant asked = Instant.now();
            server.stop();
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(60));
        }
        try (Server server = Server.onH2(folder).withTestActions().ready()) {
            JsonObject page =
                    server.api().get("/api/issue-actions").expecting(200).json();
            List<JsonObject> actions = Api.objects(page.getJsonArray("items"));
            JsonObject hung = actions.stream()
                    .filter(action -> action.getString("target_function").equals("never-ends"))
                    .findFirst()
                    .orElseThrow();
            assertThat(hung.getJsonArray("attempts").getJsonObject(0).getString("outcome"))
                    .isEqualTo("interrupted");
            assertThat(actions)
                    .filteredOn(action -> action.getString("target_function").equals("log"))
                    .extracting(action -> action.getString("state"))
                    .containsExactly("planned");
        }
    }

    @Test
    void whoComesBeforeItIsReadyIsToldToComeAgainAndNothingListensButItsPort() {
        HttpClient client = HttpClient.newHttpClient();
        try (Server server = Server.onH2(Server.newFolder()).launch()) {
            HttpRequest request = HttpRequest.newBuilder(
                            URI.create("http://localhost:" + server.port() + "/api/issues"))
                    .POST(BodyPublishers.ofString("{\"name\": \"Early\"}"))
                    .build();
            Set<Integer> answers = new TreeSet<>();
            await().atMost(120, SECONDS).pollInterval(Duration.ofMillis(20)).until(() -> {
                try {
                    answers.add(client.send(request, BodyHandlers.discarding()).statusCode());
                } catch (IOException e) {
                    // Before its port is open, and for the moment in which one hands it over to the other.
                    return false;
                }
                return server.log().contains("Tocsin is ready") && answers.contains(401);
            });

            assertThat(answers).containsExactly(401, 503);
            assertThat(server.listensAt()).containsExactly(server.port());
        }
    }

    @Test
    void thereMayBeMoreWorkersThanTheServerHasThreadsByDefault() {
        int workers = 250;
        String database = Postgres.newDatabase();
        try (Server server = Server.onPostgres(database)
                .withTestActions()
                .with("TOCSIN_WORKERS", workers)
                .ready()) {
            new Meeting(server.api(), new Sql(database), workers).assertEveryWorkerComes("All at once");
        }
    }

    @Test
    void theApiMayBeAtAnotherPath() {
        try (Server server = Server.onH2(Server.newFolder())
                .with("TOCSIN_REST_PATH", "/tocsin/api/")
                .ready()) {
            assertThat(server.log()).contains("/tocsin/api/issues");
            server.api().get("/tocsin/api/issues").expecting(200);
            server.api().get("/api/issues").expecting(404);
        }
    }

    @Test
    void theRespondersOfAFileComeAndGoWithIt() {
        Path folder = Server.newFolder();
        try (Server server = Server.onH2(folder).shipping("""
                        [{"name": "Shipped", "watch_pattern": "a(b", "actions": []},
                         {"watch_pattern": "Shipped", "actions": [{"target_function": "logg"}]}]
                        """).launch()) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.log())
                    .contains(
                            "Tocsin cannot start: the responders of the application:"
                                    + " WEB-INF/lib/added.jar!/META-INF/tocsin/responders.json:"
                                    + " [0].watch_pattern: is \"a(b\"",
                            "[1].name: is missing",
                            "[1].actions[0].target_function: is \"logg\"; there is no such action; there are email, log")
                    .doesNotContain("\tat ");
        }
        String good = """
                [{"name": "Shipped", "watch_pattern": "Shipped", "actions": [{"target_function": "log"}]}]
                """;
        long id;
        try (Server server = Server.onH2(folder).shipping(good).ready()) {
            assertThat(server.log())
                    .contains("\"Shipped\" is new in WEB-INF/lib/added.jar!/META-INF/tocsin/responders.json");
            JsonObject responder = server.api().all("/api/responders").get(0);
            assertThat(responder.getString("name")).isEqualTo("Shipped");
            id = responder.getInt("id");
            assertThat(server.api().actions(server.api().open("Shipped"))).hasSize(1);
        }
        try (Server server = Server.onH2(folder).ready()) {
            assertThat(server.log())
                    .contains("\"Shipped\" is no longer in META-INF/tocsin/responders.json; it is now disabled");
            assertThat(server.api().get("/api/responders/" + id).json().getBoolean("enabled"))
                    .isFalse();
        }
        try (Server server = Server.onH2(folder).ready()) {
            assertThat(server.log()).doesNotContain("no longer in");
        }
    }

    @Test
    void aDeploymentThatFailsWithoutAReasonIsTriedOnceMore() {
        try (Server server = Server.onH2(Server.newFolder())
                .adding("shop/persistence.xml", "dev.tocsin.harness.shop", "dev.tocsin.harness.hiccup")
                .ready()) {
            assertThat(server.log()).contains("could not deploy the application; it is tried once more");
            assertThat(server.api().get("/health").expecting(200).json().getString("status"))
                    .isEqualTo("UP");
            long id = server.api().open("After the second try");
            assertThat(server.api().issue(id).getString("name")).isEqualTo("After the second try");

            server.stop();
            assertThat(server.log()).contains("Tocsin has stopped");
        }
    }

    @Test
    void aStartThatFailsSaysWhyAndEnds() throws Exception {
        try (Server server = Server.onH2(Server.newFolder())
                .with("TOCSIN_WORKERS", "many")
                .with("TOCSIN_LEASE", "soon")
                .launch()) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.log()).contains("TOCSIN_WORKERS is \"many\"", "TOCSIN_LEASE is \"soon\"");
        }
        try (Server server = Server.onH2(Server.newFolder())
                .with("TOCSIN_REST_ENABLED", false)
                .launch()) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.log()).contains("TOCSIN_REST_ENABLED is \"false\"; needed is true");
        }
        try (java.net.ServerSocket other = new java.net.ServerSocket(0);
                Server server = Server.onH2(Server.newFolder())
                        .with("TOCSIN_HTTP_PORT", other.getLocalPort())
                        .launch()) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.log()).contains("port " + other.getLocalPort() + " is in use", "TOCSIN_HTTP_PORT");
        }
        try (Server server = Server.onPostgres(
                        "jdbc:postgresql://localhost:" + Server.freePort() + "/none?password=geheim")
                .launch()) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.log())
                    .contains("Tocsin cannot start: the database", "TOCSIN_DATABASE_URL")
                    .doesNotContain("geheim", "\tat ");
        }
        String newer = Postgres.newDatabase();
        try (java.sql.Connection connection = java.sql.DriverManager.getConnection(newer);
                java.sql.Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE tocsin_issue (id int)");
        }
        try (Server server = Server.onPostgres(newer).launch()) {
            assertThat(server.awaitExit()).isEqualTo(1);
            assertThat(server.log())
                    .contains("its tables could not be brought to this version")
                    .doesNotContain("\tat ");
        }
    }
}
