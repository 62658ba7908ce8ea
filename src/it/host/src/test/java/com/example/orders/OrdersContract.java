package com.example.orders;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the order system does by means of Tocsin, on any database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class OrdersContract {

    private OrdersServer server;

    /** What tells the server its database: always the same one, which is empty at first. */
    abstract Map<String, String> database();

    @BeforeAll
    void start() throws IOException {
        Awaitility.setDefaultTimeout(Duration.ofSeconds(120));
        server = OrdersServer.start(OrdersServer.WAR, database());
    }

    @AfterAll
    void stop() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void anOrderWithoutACustomerIsHeldUntilItHasOne() {
        long order = take(";coffee;2");
        assertThat(page(order)).doesNotContain("on hold");

        check("An order has a customer");
        JsonObject issue = onlyIssue("An order has a customer", order);
        assertThat(issue.getString("status")).isEqualTo("open");
        assertThat(issue.getJsonObject("details").getString("article")).isEqualTo("coffee");
        assertThat(issue.getJsonObject("details").getInt("quantity")).isEqualTo(2);
        awaitHold(order, true);
        assertThat(page(order))
                .contains("on hold", "An order has a customer: {")
                .contains("opened: An order has a customer")
                .doesNotContain("closed: ");

        giveACustomer(order);
        assertThat(onlyIssue("An order has a customer", order).getString("status"))
                .isEqualTo("resolved");
        awaitHold(order, false);
        assertThat(page(order))
                .contains("closed: An order has a customer")
                .doesNotContain("on hold", "An order has a customer: {");
    }

    @Test
    void oneIssueSaysWhichOrdersAreOnHold() {
        long order = take(";tea;1");
        check("An order has a customer");
        awaitHold(order, true);

        check("No order is on hold");
        JsonObject issue = issues("No order is on hold").get(0);
        assertThat(issue.get("record")).isEqualTo(JsonValue.NULL);
        assertThat(issue.getJsonObject("details").getJsonArray("orders").toString())
                .contains(Long.toString(order));

        giveACustomer(order);
        awaitHold(order, false);
        check("No order is on hold");
        assertThat(issues("No order is on hold").get(0).getString("status")).isEqualTo("resolved");
    }

    @Test
    void aLargeOrderComesWithAnIssue() {
        long order = take("ann;tea;5000");

        JsonObject issue = onlyIssue("A large order arrived", order);
        assertThat(issue.getJsonObject("details").getInt("quantity")).isEqualTo(5000);
        assertThat(page(order)).contains("opened: A large order arrived");
    }

    @Test
    void aFailedImportLeavesAnIssueAndNothingElse() {
        long orders = server.number("/api/orders/count");
        int largeOrders = issues("A large order arrived").size();

        assertThat(server.post("/api/orders", "text/csv", "ann;tea;5000\nbob;coffee")
                        .statusCode())
                .isEqualTo(500);

        assertThat(server.number("/api/orders/count")).isEqualTo(orders);
        assertThat(issues("A large order arrived")).hasSize(largeOrders);
        JsonObject issue =
                issues("Orders cannot be imported: IllegalArgumentException").get(0);
        assertThat(issue.getString("status")).isEqualTo("open");
        assertThat(issue.getJsonObject("details").getString("message"))
                .isEqualTo("\"bob;coffee\" is not customer;article;quantity");
        await().untilAsserted(() -> assertThat(server.json("/tocsin/api/issues/" + issue.getInt("id"))
                        .getJsonArray("actions")
                        .getJsonObject(0)
                        .getString("state"))
                .isEqualTo("succeeded"));
        await().untilAsserted(() ->
                assertThat(server.log()).contains("\"Orders cannot be imported: IllegalArgumentException\", seen"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"issues", "responders", "issue-actions", "actions", "assertions", "checks", "jobs"})
    void tocsinsApiIsAtItsOwnPathOnly(String resource) {
        assertThat(server.get("/tocsin/api/" + resource).statusCode()).isEqualTo(200);
        assertThat(server.get("/api/" + resource).statusCode()).isEqualTo(404);
        assertThat(server.get("/tocsin/api/orders/count").statusCode()).isEqualTo(404);
    }

    @Test
    void whoHasLoggedInToTheOrderSystemSeesTocsinsPages() {
        HttpResponse<String> dashboard = server.get("/tocsin/index.xhtml");
        assertThat(dashboard.statusCode()).as(dashboard.body()).isEqualTo(200);
        assertThat(dashboard.body()).contains("Dashboard", "admin");
        assertThat(server.get("/tocsin/responders.xhtml").body()).contains("Tell of failed imports");
        // That is the login's own page, or the browser's question for it.
        assertThat(server.statusForAnybody("/tocsin/index.xhtml")).isEqualTo(401);
        assertThat(server.statusForAnybody("/tocsin/api/issues")).isEqualTo(401);
        assertThat(server.statusForAnybody("/api/orders/count")).isEqualTo(200);
    }

    @Test
    @Order(Integer.MAX_VALUE)
    void theNextReleaseBringsItsOwnResponders() throws IOException, InterruptedException {
        String held = "Hold what cannot be delivered";
        String told = "Tell of failed imports";
        String asked = "Ask the warehouse";
        assertThat(server.items("/tocsin/api/responders"))
                .extracting(responder -> responder.getString("name"))
                .containsExactlyInAnyOrder(held, told, asked);
        String heldVersion = version(held);
        String toldVersion = version(told);

        Path nextRelease = withResponders("""
                [{"name": "Hold what cannot be delivered",
                  "watch_pattern": "An order has a customer",
                  "actions": [{"target_function": "hold-order"}]},
                 {"name": "Tell of failed imports",
                  "watch_pattern": "Orders cannot be imported",
                  "allow_retry": true,
                  "actions": [{"target_function": "log", "function_kwargs": {"level": "severe"}}]}]
                """);
        server.close();
        server = OrdersServer.start(nextRelease, database());

        assertThat(version(held)).isEqualTo(heldVersion);
        assertThat(version(told)).isNotEqualTo(toldVersion);
        assertThat(responder(told).getJsonArray("actions").toString()).contains("severe");
        assertThat(responder(held).getBoolean("enabled")).isTrue();
        assertThat(responder(asked).getBoolean("enabled")).isFalse();
        assertThat(server.log())
                .contains("Responder \"Tell of failed imports\" has changed in")
                .contains("Responder \"Ask the warehouse\" is no longer in META-INF/tocsin/responders.json;"
                        + " it is now disabled")
                .doesNotContain("Responder \"Hold what cannot be delivered\"");
    }

    /** An order as it comes in. @return its number */
    private long take(String line) {
        HttpResponse<String> response = server.post("/api/orders", "text/csv", line);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Long.parseLong(response.body().replaceAll("[\\[\\]]", ""));
    }

    private void giveACustomer(long order) {
        assertThat(server.put("/api/orders/" + order + "/customer", "text/plain", "bob")
                        .statusCode())
                .isEqualTo(204);
        check("An order has a customer");
    }

    private void check(String assertion) {
        HttpResponse<String> started = server.post(
                "/tocsin/api/jobs/check-assertions", "application/json", "{\"assertion\": \"" + assertion + "\"}");
        assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
        String job = "/tocsin/api/jobs/" + OrdersServer.object(started.body()).getInt("id");
        await().untilAsserted(
                        () -> assertThat(server.json(job).getString("status")).isEqualTo("completed"));
    }

    private void awaitHold(long order, boolean held) {
        await().untilAsserted(
                        () -> assertThat(server.json("/api/orders/" + order).getBoolean("onHold"))
                                .isEqualTo(held));
    }

    private List<JsonObject> issues(String name) {
        return server.items("/tocsin/api/issues?name=" + URLEncoder.encode(name, StandardCharsets.UTF_8));
    }

    private JsonObject onlyIssue(String name, long order) {
        List<JsonObject> issues = server.items("/tocsin/api/issues?record_type=Order&record_id=" + order);
        assertThat(issues).hasSize(1);
        assertThat(issues.get(0).getString("name")).isEqualTo(name);
        return issues.get(0);
    }

    private String page(long order) {
        HttpResponse<String> page = server.get("/order.xhtml?id=" + order);
        assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
        return page.body();
    }

    private JsonObject responder(String name) {
        return server.items("/tocsin/api/responders").stream()
                .filter(responder -> responder.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private String version(String responder) {
        return server.get("/tocsin/api/responders/" + responder(responder).getInt("id"))
                .headers()
                .firstValue("ETag")
                .orElseThrow();
    }

    private static Path withResponders(String json) throws IOException {
        Path war = Files.createTempDirectory(Path.of("target"), "next").resolve("orders.war");
        Files.copy(OrdersServer.WAR, war);
        try (FileSystem content = FileSystems.newFileSystem(war)) {
            Files.writeString(content.getPath("WEB-INF/classes/META-INF/tocsin/responders.json"), json);
        }
        return war;
    }
}
