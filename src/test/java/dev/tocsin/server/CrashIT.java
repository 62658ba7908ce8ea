package dev.tocsin.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import jakarta.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Servers that die in the middle, and servers that work side by side. */
class CrashIT {

    private static final int ACTIONS = 3000;

    /** Opens issues in one go, so that all their actions are due together. */
    private static void openMany(Api api, String prefix, int count) {
        for (int from = 0; from < count; from += 1000) {
            List<Map<String, ?>> issues = new ArrayList<>();
            for (int i = from; i < Math.min(count, from + 1000); i++) {
                issues.add(Map.of("name", prefix + " " + i));
            }
            api.post("/api/issues", issues).expecting(201);
        }
    }

    private static void awaitAll(Api api, String state, int count) {
        await().atMost(300, SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .untilAsserted(() -> assertThat(api.all("/api/issue-actions?limit=500&state=" + state))
                        .hasSize(count));
    }

    /** Every action ran; what ran more often has the same key each time, and the history says so. */
    private static void assertNothingLost(Api api, Lines lines) {
        Map<String, Integer> runs = new HashMap<>();
        for (Lines.Line line : lines.all()) {
            runs.merge(line.key(), 1, Integer::sum);
        }
        List<JsonObject> actions = api.all("/api/issue-actions?limit=500");
        assertThat(actions).hasSize(ACTIONS);
        Set<String> keys = new HashSet<>();
        for (JsonObject action : actions) {
            String key = action.getString("idempotency_key");
            keys.add(key);
            List<JsonObject> attempts = Api.objects(action.getJsonArray("attempts"));
            assertThat(attempts).hasSizeGreaterThanOrEqualTo(runs.getOrDefault(key, 0));
            assertThat(attempts.get(attempts.size() - 1).getString("outcome")).isEqualTo("succeeded");
            assertThat(attempts.subList(0, attempts.size() - 1))
                    .allSatisfy(
                            attempt -> assertThat(attempt.getString("outcome")).isEqualTo("abandoned"));
        }
        assertThat(runs.keySet()).isEqualTo(keys);
        assertThat(actions.stream()
                        .filter(action -> action.getJsonArray("attempts").size() > 1))
                .as("actions that were cut off, and tried again")
                .isNotEmpty();
    }

    @Test
    void aServerThatIsKilledLosesNothing() {
        Path folder = Server.newFolder();
        Lines lines = new Lines(folder.resolve("keys"));
        try (Server server =
                Server.onH2(folder).withTestActions().with("TOCSIN_LEASE", "3s").ready()) {
            server.api().respond("Due", List.of(lines.action()));
            openMany(server.api(), "Due", ACTIONS);
            await().atMost(60, SECONDS)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(5))
                    .until(() -> lines.all().size() > 20);
            server.kill();
        }
        assertThat(lines.all()).hasSizeLessThan(ACTIONS);
        try (Server server =
                Server.onH2(folder).withTestActions().with("TOCSIN_LEASE", "3s").ready()) {
            awaitAll(server.api(), "succeeded", ACTIONS);
            assertNothingLost(server.api(), lines);
        }
    }

    @Test
    void twoServersOnOneDatabaseShareTheWorkAndTakeOverFromEachOther() throws Exception {
        String database = Postgres.newDatabase();
        Path folder = Server.newFolder();
        Server.Start start = Server.onPostgres(database).withTestActions();
        Server.Start other = Server.onPostgres(database).withTestActions();
        try (Server one = start.with("TOCSIN_LEASE", "15s")
                        .with("TOCSIN_SWEEP", "1s")
                        .ready();
                Server two = other.with("TOCSIN_LEASE", "15s")
                        .with("TOCSIN_SWEEP", "1s")
                        .ready()) {
            openTheSameNamesFromBoth(one, two);

            Lines each = new Lines(folder.resolve("each-once"));
            one.api().respond("Shared", List.of(each.action()));
            // Saved on one node; the other one knows of it by its next sweep, or finds the issues then.
            openMany(one.api(), "Shared", 2500);
            openMany(two.api(), "Shared too", 2500);
            await().atMost(300, SECONDS).until(() -> each.all().size() >= 5000);
            awaitAll(one.api(), "succeeded", 5000);
            assertThat(each.all()).hasSize(5000);
            assertThat(each.all().stream().map(Lines.Line::key).distinct()).hasSize(5000);
            List<JsonObject> actions = one.api().all("/api/issue-actions?limit=500");
            assertThat(actions)
                    .extracting(action ->
                            action.getJsonArray("attempts").getJsonObject(0).getString("node"))
                    .satisfies(nodes -> assertThat(Set.copyOf(nodes)).hasSize(2));
            assertThat(actions)
                    .allSatisfy(action ->
                            assertThat(action.getJsonArray("attempts")).hasSize(1));

            takeOver(one, two, new Lines(folder.resolve("taken-over")));
        }
    }

    private static void openTheSameNamesFromBoth(Server one, Server two) throws Exception {
        ExecutorService programs = Executors.newFixedThreadPool(16);
        try {
            List<Future<Api.Answer>> calls = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                for (Server server : List.of(one, two)) {
                    String name = "The same from both " + i;
                    calls.add(programs.submit(
                            () -> server.api().post("/api/issues", Map.of("name", name, "once", true))));
                }
            }
            int created = 0;
            for (Future<Api.Answer> call : calls) {
                assertThat(call.get().status()).isIn(200, 201);
                created += call.get().status() == 201 ? 1 : 0;
            }
            assertThat(created).isEqualTo(500);
            List<JsonObject> open = one.api().all("/api/issues?limit=500&name_prefix=The+same+from+both");
            assertThat(open)
                    .hasSize(500)
                    .allSatisfy(issue -> assertThat(issue.getInt("occurrences")).isEqualTo(2));
        } finally {
            programs.shutdownNow();
        }
    }

    private static void takeOver(Server one, Server two, Lines lines) {
        one.api().respond("Taken over", List.of(lines.action(), Map.of("target_function", "hang")));
        openMany(one.api(), "Taken over", 20);
        await().atMost(30, SECONDS).until(() -> lines.all().size() == 20);
        await().atMost(30, SECONDS)
                .until(() -> two.api().all("/api/issue-actions?state=running").size() > 0);
        one.kill();
        await().atMost(120, SECONDS)
                .untilAsserted(() -> assertThat(two.api().all("/api/issue-actions?state=running"))
                        .allSatisfy(action -> assertThat(nodes(action)).hasSizeLessThanOrEqualTo(2)));
        assertThat(lines.all().stream().map(Lines.Line::key).distinct()).hasSize(20);
        await().atMost(120, SECONDS)
                .untilAsserted(() -> assertThat(two.api().all("/api/issue-actions?limit=500").stream()
                                .filter(action ->
                                        action.getString("target_function").equals("hang")))
                        .allSatisfy(action -> assertThat(Api.objects(action.getJsonArray("attempts")).stream()
                                        .map(attempt -> attempt.getString("outcome")))
                                .contains("timed_out")));
    }

    private static Set<String> nodes(JsonObject action) {
        Set<String> nodes = new HashSet<>();
        Api.objects(action.getJsonArray("attempts")).forEach(attempt -> nodes.add(attempt.getString("node")));
        return nodes;
    }
}
