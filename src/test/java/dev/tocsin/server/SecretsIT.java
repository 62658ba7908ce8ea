package dev.tocsin.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Receiver;
import dev.tocsin.harness.Server;
import dev.tocsin.platform.Json;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Secrets among the arguments: used, and seen nowhere. */
class SecretsIT {

    private static final String KEY = "a key for tests, that is";
    private static final String OLD = "0123456789 0123456789 0123456789 old";
    private static final String NEW = "0123456789 0123456789 0123456789 new";
    private static final String TOKEN = "Bearer t0p-s3cret-t0ken";
    private static final String PASSWORD = "correct horse battery staple";

    @Test
    void onH2() throws Exception {
        Path folder = Server.newFolder();
        List<String> seen = live(() -> Server.onH2(folder));
        try (Stream<Path> files = Files.list(folder)) {
            files.forEach(file -> seen.add(text(file)));
        }
        assertThat(seen).hasSizeGreaterThan(3).allSatisfy(SecretsIT::saysNothing);
    }

    @Test
    void onPostgres() throws Exception {
        String url = Postgres.newDatabase();
        // What is written does not depend on the key's later life, which H2 has gone through.
        List<String> seen = new ArrayList<>();
        try (Receiver receiver = new Receiver();
                Server server = started(() -> Server.onPostgres(url), OLD)) {
            save(server.api(), receiver, seen);
            seen.add(server.log());
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String table : List.of(
                    "tocsin_responder_action",
                    "tocsin_issue_action",
                    "tocsin_attempt",
                    "tocsin_assertion",
                    "tocsin_assertion_run",
                    "tocsin_issue")) {
                try (ResultSet rows = statement.executeQuery("SELECT CAST(t AS text) FROM " + table + " t")) {
                    int before = seen.size();
                    while (rows.next()) {
                        seen.add(rows.getString(1));
                    }
                    assertThat(seen).as(table).hasSizeGreaterThan(before);
                }
            }
        }
        assertThat(seen).allSatisfy(SecretsIT::saysNothing);
    }

    private static void saysNothing(String text) {
        // Not by contains(), which would print a database.
        assertThat(text.contains("t0p-s3cret") || text.contains("battery")).isFalse();
    }

    private static String text(Path file) {
        try {
            return Files.isRegularFile(file) ? Files.readString(file, ISO_8859_1) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A life of secrets, from key to key. @return all that was answered and logged */
    private static List<String> live(java.util.function.Supplier<Server.Start> starts) {
        List<String> seen = new ArrayList<>();
        try (Receiver receiver = new Receiver()) {
            long responder;
            try (Server server = started(starts, OLD)) {
                responder = save(server.api(), receiver, seen);
                seen.add(server.log());
            }
            try (Server server = started(starts, NEW + "," + OLD)) {
                saveAgain(server.api(), responder, receiver, seen);
                seen.add(server.log());
            }
            try (Server server = started(starts, NEW)) {
                useWithNewKey(server.api(), receiver, seen);
                seen.add(server.log());
            }
            try (Server server = started(starts, null)) {
                useWithoutKey(server.api(), receiver, seen);
                seen.add(server.log());
            }
        }
        return seen;
    }

    private static Server started(java.util.function.Supplier<Server.Start> starts, String keys) {
        Server.Start start = starts.get().withTestActions().with("TOCSIN_RETRY_ATTEMPTS", "1");
        return (keys == null ? start : start.with("TOCSIN_SECRET_KEY", keys)).ready();
    }

    private static Map<String, ?> webhook(Receiver receiver) {
        return Map.of(
                "target_function",
                "webhook",
                "function_kwargs",
                Map.of("url", receiver.url(), "authorization", TOKEN, "secret", PASSWORD));
    }

    private static Map<String, ?> tell(boolean fail) {
        return Map.of("target_function", "tell", "function_kwargs", Map.of("password", PASSWORD, "fail", fail));
    }

    private static long save(Api api, Receiver receiver, List<String> seen) {
        long responder = api.respond("Secret", List.of(webhook(receiver), tell(false), tell(true)));
        seen.add(api.get("/api/responders").expecting(200).body());
        long issue = open(api, "Secret: first", seen);

        List<JsonObject> actions = api.actions(issue);
        assertThat(actions.get(0).getJsonObject("function_kwargs"))
                .isEqualTo(
                        Json.of(Map.of("url", receiver.url(), "authorization", "********", "secret", "********"), ""));
        assertThat(actions.get(0).getString("state")).isEqualTo("succeeded");
        assertThat(actions.get(1).getJsonObject("details"))
                .isEqualTo(Json.of(Map.of("used", "********", "length", PASSWORD.length()), ""));
        assertThat(actions.get(2).getJsonObject("details").getString("error"))
                .isEqualTo("IllegalStateException: login failed with ********");
        assertThat(receiver.received()).singleElement().satisfies(headers -> {
            assertThat(headers.getFirst("Authorization")).isEqualTo(TOKEN);
            assertThat(headers.getFirst("X-Tocsin-Signature")).startsWith("sha256=");
        });

        receiver.answer(403);
        long refused = open(api, "Secret: refused", seen);
        assertThat(api.actions(refused).get(0).getJsonObject("details").getString("error"))
                .isEqualTo("PermanentFailure: 127.0.0.1 answered 403: You sent ********");
        receiver.answer(200);

        for (boolean fail : new boolean[] {false, true}) {
            Map<String, ?> wanted = Map.of(
                    "name",
                    "Assertion " + fail,
                    "check_function",
                    "tell",
                    "arguments",
                    Map.of("password", PASSWORD, "fail", fail));
            long id = api.post("/api/assertions", wanted).expecting(201).id();
            JsonObject run = checked(api, id, seen);
            assertThat(run.getString("state")).isEqualTo(fail ? "error" : "failing");
            if (fail) {
                assertThat(run.getString("message")).contains("login failed with ********");
            }
        }
        seen.add(api.get("/api/issues").expecting(200).body());
        return responder;
    }

    /** The last run of an assertion that is checked now. */
    private static JsonObject checked(Api api, long assertion, List<String> seen) {
        int before = runs(api, assertion).size();
        api.post("/api/assertions/" + assertion + "/run", Map.of()).expecting(202);
        await().atMost(30, SECONDS)
                .until(() -> runs(api, assertion).size() > before
                        && !runs(api, assertion).get(0).isNull("finished_at"));
        seen.add(api.get("/api/assertions/" + assertion).expecting(200).body());
        return runs(api, assertion).get(0);
    }

    private static List<JsonObject> runs(Api api, long assertion) {
        return Api.objects(
                api.get("/api/assertions/" + assertion).expecting(200).json().getJsonArray("runs"));
    }

    /** An issue whose actions have all ended. */
    private static long open(Api api, String name, List<String> seen) {
        long id = api.open(name);
        await().atMost(30, SECONDS)
                .until(() -> api.actions(id).stream()
                        .allMatch(action -> List.of("succeeded", "failed").contains(action.getString("state"))));
        seen.add(api.issue(id).toString());
        return id;
    }

    private static void saveAgain(Api api, long responder, Receiver receiver, List<String> seen) {
        int done = receiver.received().size();
        String path = "/api/responders/" + responder;
        JsonObject read = api.get(path).expecting(200).json();

        String elsewhere = read.toString().replace(receiver.url(), "http://localhost:1/");
        Api.Answer refused = api.put(path, Json.parse(elsewhere), null).expecting(422);
        assertThat(refused.body()).contains("actions[0].function_kwargs.authorization", "enter the secret again");

        Api.Answer same = api.put(path, read, null).expecting(200);
        assertThat(same.json()).isEqualTo(read);
        String withoutIds = read.toString().replaceAll("\"id\":\\d+,", "");
        assertThat(api.put(path, Json.parse(withoutIds), null).expecting(200).json())
                .isEqualTo(read);
        seen.add(same.body());

        Map<String, ?> stranger = Map.of(
                "watch_pattern",
                "Stranger",
                "actions",
                List.of(Map.of("target_function", "tell", "function_kwargs", Map.of("password", "********"))));
        api.post("/api/responders", stranger).expecting(422);

        for (JsonObject assertion : api.all("/api/assertions")) {
            if (assertion.getString("check_function").equals("tell")) {
                String one = "/api/assertions/" + assertion.getInt("id");
                JsonObject current = api.get(one).expecting(200).json();
                jakarta.json.JsonObjectBuilder wanted = Json.provider().createObjectBuilder(current);
                wanted.remove("runs");
                assertThat(api.put(one, wanted.build(), null)
                                .expecting(200)
                                .json()
                                .get("arguments"))
                        .isEqualTo(assertion.get("arguments"));
            }
        }
        // What had been done is not done again, because nothing is another than it was.
        assertThat(receiver.received()).hasSize(done);
    }

    private static void useWithNewKey(Api api, Receiver receiver, List<String> seen) {
        int done = receiver.received().size();
        open(api, "Secret: with the new key", seen);
        assertThat(receiver.received()).hasSize(done + 1);
        assertThat(receiver.received().get(done).getFirst("Authorization")).isEqualTo(TOKEN);
        JsonObject assertion = api.all("/api/assertions").stream()
                .filter(one -> one.getString("name").equals("Assertion false"))
                .findFirst()
                .orElseThrow();
        assertThat(checked(api, assertion.getInt("id"), seen).getString("state"))
                .isEqualTo("failing");
    }

    private static void useWithoutKey(Api api, Receiver receiver, List<String> seen) {
        int done = receiver.received().size();
        api.respond("Secret", List.of(Map.of("target_function", "log")));
        long issue = open(api, "Secret: without a key", seen);

        List<JsonObject> actions = api.actions(issue);
        assertThat(actions)
                .filteredOn(action -> action.getString("target_function").equals("webhook"))
                .singleElement()
                .satisfies(action -> {
                    assertThat(action.getString("state")).isEqualTo("failed");
                    assertThat(action.getJsonArray("attempts").getJsonObject(0).getString("outcome"))
                            .isEqualTo("refused");
                    assertThat(action.getJsonObject("details").getString("error"))
                            .contains("was encrypted with the key", "TOCSIN_SECRET_KEY (it is not set)");
                });
        assertThat(actions)
                .filteredOn(action -> action.getString("target_function").equals("log"))
                .allSatisfy(action -> assertThat(action.getString("state")).isEqualTo("succeeded"));
        assertThat(receiver.received()).hasSize(done);

        Api.Answer refused = api.post(
                        "/api/responders", Map.of("watch_pattern", "No key", "actions", List.of(webhook(receiver))))
                .expecting(422);
        assertThat(refused.body())
                .contains("actions[0].function_kwargs.authorization", "TOCSIN_SECRET_KEY")
                .doesNotContain("t0p");
        api.post(
                        "/api/assertions",
                        Map.of("name", "No key", "check_function", "tell", "arguments", Map.of("password", PASSWORD)))
                .expecting(422);
        JsonObject assertion = api.all("/api/assertions").stream()
                .filter(one -> one.getString("name").equals("Assertion false"))
                .findFirst()
                .orElseThrow();
        JsonObject run = checked(api, assertion.getInt("id"), seen);
        assertThat(run.getString("state")).isEqualTo("error");
        assertThat(run.getString("message")).contains("The secret password was encrypted with the key");
    }

    @Test
    void aKeyThatIsTooShortIsRefusedAndNotShown() {
        try (Server server =
                Server.onH2(Server.newFolder()).with("TOCSIN_SECRET_KEY", KEY).launch()) {
            assertThat(server.awaitExit()).isEqualTo(2);
            assertThat(server.log())
                    .contains("TOCSIN_SECRET_KEY has 15 characters in key 1 of 2; needed are at least 32")
                    .doesNotContain("a key for tests");
        }
    }

    @Test
    void shippedSecretsComeFromTheFileOrTheConfigurationAndLoadingThemAgainChangesNothing() {
        Path folder = Server.newFolder();
        try (Receiver receiver = new Receiver()) {
            String file = """
                    [{"name": "Shipped", "watch_pattern": "Shipped", "actions": [{"target_function": "webhook",
                      "function_kwargs": {"url": "%s", "authorization": "${shop.token}", "secret": "%s"}}]}]
                    """.formatted(receiver.url(), PASSWORD);
            String tag;
            try (Server server =
                    shipping(folder, file, OLD).with("SHOP_TOKEN", TOKEN).ready()) {
                assertThat(server.log()).contains("is new in");
                long responder = server.api().all("/api/responders").get(0).getInt("id");
                tag = server.api().get("/api/responders/" + responder).header("ETag");
                open(server.api(), "Shipped", new ArrayList<>());
                assertThat(receiver.received().get(0).getFirst("Authorization")).isEqualTo(TOKEN);
            }
            try (Server server = shipping(folder, file, NEW + "," + OLD)
                    .with("SHOP_TOKEN", TOKEN)
                    .ready()) {
                assertThat(server.log()).doesNotContain("Responder");
                long responder = server.api().all("/api/responders").get(0).getInt("id");
                assertThat(server.api()
                                .get("/api/responders/" + responder)
                                .json()
                                .toString())
                        .doesNotContain("shop", "t0p", "battery");
                assertThat(tag).isNotNull();
            }
            try (Server server =
                    shipping(folder, file, NEW).with("SHOP_TOKEN", TOKEN + "2").ready()) {
                assertThat(server.log()).contains("\"Shipped\" has changed in");
                open(server.api(), "Shipped, with another", new ArrayList<>());
                assertThat(receiver.received())
                        .last()
                        .satisfies(headers ->
                                assertThat(headers.getFirst("Authorization")).isEqualTo(TOKEN + "2"));
            }
            try (Server server = shipping(folder, file, NEW).launch()) {
                assertThat(server.awaitExit()).isEqualTo(1);
                assertThat(server.log()).contains("is ${shop.token}, and the configuration has no shop.token");
            }
        }
    }

    private static Server.Start shipping(Path folder, String file, String keys) {
        return Server.onH2(folder).shipping(file).with("TOCSIN_SECRET_KEY", keys);
    }
}
