package dev.tocsin.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.tocsin.harness.Server;
import jakarta.json.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who comes while the server starts. */
class DoorkeeperTest {

    private final HttpClient client = HttpClient.newHttpClient();
    private int port;
    private Doorkeeper door;

    @BeforeEach
    void aServerStarts() throws IOException {
        port = Server.freePort();
        door = new Doorkeeper(port);
    }

    @AfterEach
    void itIsReady() {
        door.leave();
    }

    @Test
    void aProgramIsToldToTryAgainSoon() throws Exception {
        HttpResponse<String> answer = send(request("/api/issues")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"name\": \"Early\"}")));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).contains("5");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(Json.createReader(new StringReader(answer.body())).readObject())
                .isEqualTo(Json.createObjectBuilder()
                        .add("type", "about:blank")
                        .add("title", "Service Unavailable")
                        .add("status", 503)
                        .add("detail", "Tocsin is starting; try again in a few seconds")
                        .build());
    }

    @Test
    void aBrowserShowsAPageThatTriesAgain() throws Exception {
        HttpResponse<String> answer = send(request("/tocsin/").header("Accept", "text/html,*/*;q=0.8"));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Refresh")).contains("5");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(answer.body()).contains("<h1>Tocsin is starting</h1>");
    }

    @Test
    void whoAsksForNoBodyGetsNone() throws Exception {
        HttpResponse<String> answer = send(request("/health").method("HEAD", BodyPublishers.noBody()));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).isEmpty();
    }

    @Test
    void nobodyElseGetsThePortUntilItLeaves() throws Exception {
        assertThatIOException().isThrownBy(() -> new Doorkeeper(port)).withMessageContaining("in use");
        send(request("/"));

        door.leave();

        assertThatIOException().isThrownBy(() -> send(request("/"))).isInstanceOf(ConnectException.class);
        try (ServerSocket next = new ServerSocket(port)) {
            assertThat(next.isBound()).isTrue();
        }
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
