package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/** The order system on a real server, started as an operator starts it. */
final class OrdersServer implements AutoCloseable {

    static final Path WAR = Path.of("target/orders.war");

    private static final String PASSWORD = "of the order system";
    private static final Duration START = Duration.ofSeconds(600);
    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private final Path log;
    private final int port;
    private final Process process;

    private OrdersServer(Path war, Map<String, String> environment) throws IOException {
        log = Files.createTempFile(Path.of("target"), "server", ".log");
        port = freePort();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx512m",
                        // It lives too short for what the slow compiler makes of it.
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UnlockDiagnosticVMOptions",
                        "-XX:-BytecodeVerificationRemote",
                        "-jar",
                        "target/payara-micro.jar",
                        "--nocluster",
                        "--disablephonehome",
                        "--port",
                        Integer.toString(port),
                        "--contextroot",
                        "/",
                        "--prebootcommandfile",
                        "server/pre-boot.txt",
                        "--deploy",
                        war.toString()))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("ORDERS_ADMIN_PASSWORD", PASSWORD);
        process = builder.start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    }

    /** Answers once it does. */
    static OrdersServer start(Path war, Map<String, String> environment) throws IOException {
        OrdersServer server = new OrdersServer(war, environment);
        await().atMost(START).until(() -> {
            assertThat(server.process.isAlive()).as(server.log()).isTrue();
            return server.log().contains("ready in");
        });
        assertThat(server.get("/api/orders/count").statusCode())
                .as(server.log())
                .isEqualTo(200);
        return server;
    }

    private static int freePort() throws IOException {
        // Below those that the system gives to whoever connects somewhere.
        while (true) {
            try (ServerSocket socket =
                    new ServerSocket(ThreadLocalRandom.current().nextInt(20_000, 30_000))) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                // another one
            }
        }
    }

    String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    HttpResponse<String> get(String path) {
        return send(request(path).GET());
    }

    HttpResponse<String> post(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(BodyPublishers.ofString(body)));
    }

    HttpResponse<String> put(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).PUT(BodyPublishers.ofString(body)));
    }

    JsonObject json(String path) {
        HttpResponse<String> response = get(path);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return object(response.body());
    }

    long number(String path) {
        return Long.parseLong(get(path).body());
    }

    /** The first page of a list of Tocsin's. */
    List<JsonObject> items(String path) {
        return json(path).getJsonArray("items").getValuesAs(JsonObject.class);
    }

    static JsonObject object(String text) {
        try (JsonReader reader = Json.createReader(new StringReader(text))) {
            return reader.readObject();
        }
    }

    /** As the admin of the order system, by its own login. */
    private HttpRequest.Builder request(String path) {
        return anonymous(path).header("Authorization", "Basic " + base64("admin:" + PASSWORD));
    }

    private HttpRequest.Builder anonymous(String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .timeout(Duration.ofSeconds(60));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** As somebody who has not logged in. */
    int statusForAnybody(String path) {
        return send(anonymous(path).GET()).statusCode();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).as(log()).isTrue();
    }
}
