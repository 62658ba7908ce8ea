package dev.tocsin.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.RestartablePostgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Jobs that are cut off, stopped and started twice; schedules of two nodes. */
class JobCrashIT {

    private static final String STOCK = "The stock of an article is not negative";
    private static final String SLOW = "Takes its time";
    private static final int RECORDS = 1_000_000;
    private static final int AT_ONCE = 100_000;
    private static final int FAILING = RECORDS / 100;

    private static Server server(String database) {
        return Server.onPostgres(database)
                .withTestActions()
                .with("TOCSIN_LEASE", "3s")
                .with("TOCSIN_SWEEP", "1s")
                .ready();
    }

    private static void load(Api api) {
        for (int from = 0; from < RECORDS; from += AT_ONCE) {
            api.send(
                            "POST",
                            "/shop/sql",
                            "text/plain",
                            "INSERT INTO shop_article (id, name, stock, active, price, color, size, supplier, shelf,"
                                    + " remark) SELECT x, CONCAT('article ', x), CASE WHEN MOD(x, 100) = 99 THEN -1"
                                    + " ELSE 5 END, TRUE, 1.5, 'red', 'XL', x, 3, 'none' FROM generate_series("
                                    + (from + 1) + ", " + (from + AT_ONCE) + ") t(x)")
                    .expecting(200);
        }
    }

    private static long start(Api api) {
        return api.post("/api/jobs/check-assertions", Map.of("assertion", STOCK))
                .expecting(202)
                .id();
    }

    private static JsonObject job(Api api, long id) {
        return api.get("/api/jobs/" + id).expecting(200).json();
    }

    private static void awaitChecked(Api api, long job, int records) {
        await().atMost(60, SECONDS)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> job(api, job).getInt("records_checked") >= records);
    }

    private static void awaitStatus(Api api, long job, String status) {
        await().atMost(300, SECONDS)
                .until(() -> job(api, job).getString("status").equals(status));
    }

    private static void awaitEnd(Api api, long job) {
        await().atMost(60, SECONDS).until(() -> !job(api, job).isNull("finished_at"));
    }

    /** As if it had never been cut off. */
    private static void assertWhole(Api api, long job) {
        assertThat(job(api, job).getInt("records_checked")).isEqualTo(RECORDS);
        assertThat(job(api, job).getInt("records_failing")).isEqualTo(FAILING);
        List<JsonObject> issues = api.all("/api/issues?status=open&limit=500");
        Set<String> records = new HashSet<>();
        issues.forEach(issue -> records.add(issue.getJsonObject("record").getString("id")));
        assertThat(issues).hasSize(FAILING);
        assertThat(records).hasSize(FAILING).allMatch(id -> Integer.parseInt(id) % 100 == 99);
        assertThat(issues).allMatch(issue -> issue.getInt("occurrences") == 1);
        assertThat(api.all("/api/issues?status=resolved&limit=1")).isEmpty();
    }

    @Test
    void aJobThatIsCutOffGoesOnFromItsCheckpoint() {
        String database = Postgres.newDatabase();
        long job;
        int before;
        try (Server first = server(database)) {
            load(first.api());
            job = start(first.api());
            awaitChecked(first.api(), job, RECORDS / 20);
            before = job(first.api(), job).getInt("records_checked");
            first.kill();
            assertThat(before).isLessThan(RECORDS);
        }
        try (Server second = server(database)) {
            Api api = second.api();
            assertThat(job(api, job).getInt("records_checked")).isGreaterThanOrEqualTo(before);
            awaitStatus(api, job, "completed");
            assertThat(second.log()).contains("going on with it here");
            assertWhole(api, job);

            stoppedByHand(api);
            startedTwice(api);
            whatIsOldIsForgotten(api, new Sql(database));
        }
    }

    private static void stoppedByHand(Api api) {
        long job = start(api);
        awaitChecked(api, job, RECORDS / 50);
        api.post("/api/jobs/" + job + "/stop", Map.of()).expecting(200);
        awaitStatus(api, job, "stopped");
        int reached = job(api, job).getInt("records_checked");
        assertThat(reached).isBetween(RECORDS / 50, RECORDS - 1);
        api.post("/api/jobs/" + job + "/restart", Map.of()).expecting(202);
        assertThat(job(api, job).getInt("records_checked")).isGreaterThanOrEqualTo(reached);
        awaitStatus(api, job, "completed");
        assertWhole(api, job);
        api.post("/api/jobs/" + job + "/restart", Map.of()).expecting(409);
        api.post("/api/jobs/" + job + "/stop", Map.of()).expecting(409);
    }

    private static void startedTwice(Api api) {
        long first = start(api);
        long second = start(api);
        awaitStatus(api, first, "completed");
        awaitStatus(api, second, "completed");
        List<JsonObject> both = List.of(job(api, first), job(api, second));
        assertThat(both)
                .extracting(job -> job.getString("message", ""))
                .as("one of them says that the other is at it")
                .satisfiesOnlyOnce(message -> assertThat(message).contains("being checked already", STOCK));
        assertWhole(api, job(api, first).getInt("records_checked") > 0 ? first : second);
    }

    /** With what the batch runtime keeps of it: among these is one that was killed, and one that was stopped. */
    private static void whatIsOldIsForgotten(Api api, Sql sql) {
        List<String> before = sql.column("SELECT id FROM tocsin_job");
        assertThat(before).hasSizeGreaterThan(3);
        sql.update("UPDATE tocsin_job SET finished_at = finished_at - CAST(? AS interval)", "1 hour");
        sql.update(
                "INSERT INTO tocsin_job (id, name, status, node, alive_at, created_at, finished_at, total, done, failing)"
                        + " SELECT -x, 'check-assertions', 'COMPLETED', 'none', now(), now(), now(), 0, 0, 0"
                        + " FROM generate_series(1, CAST(? AS integer)) x",
                "1000");
        long last = start(api);
        awaitStatus(api, last, "completed");
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(before)
                        .allSatisfy(id -> api.get("/api/jobs/" + id).expecting(404)));
        String instance = sql.column("SELECT instance_id FROM tocsin_job WHERE id = " + last)
                .get(0);
        assertThat(sql.column("SELECT name FROM jbatchjobinstancedata WHERE jobinstanceid <> " + instance))
                .isNotEmpty()
                .allMatch(name -> name.startsWith(":" + instance + ":"));
        assertThat(sql.column("SELECT DISTINCT split_part(id, ',', 1) FROM jbatchcheckpointdata"))
                .isNotEmpty()
                .isSubsetOf(sql.column("SELECT jobinstanceid FROM jbatchjobinstancedata"));
    }

    /** Its check ends when there is that file. */
    private static long takesItsTime(Api api, Path end) {
        return api.post(
                        "/api/assertions",
                        Map.of(
                                "name",
                                SLOW,
                                "check_function",
                                "stubborn",
                                "arguments",
                                Map.of("until", end.toString()),
                                "every",
                                "1d",
                                "timeout",
                                "1h"))
                .expecting(201)
                .id();
    }

    @Test
    void aJobThatEndsWhileTheDatabaseIsAwayHasEndedWhenItIsBack() throws IOException {
        Path end = Server.newFolder().resolve("end");
        try (RestartablePostgres postgres = new RestartablePostgres().start();
                Server server = server(postgres.url())) {
            Api api = server.api();
            String path = "/api/assertions/" + takesItsTime(api, end);
            long job = api.post(path + "/run", Map.of()).expecting(202).id();
            await().atMost(60, SECONDS)
                    .until(() -> api.get(path).json().getJsonArray("runs").size() == 1);
            postgres.stop();
            Files.createFile(end);
            await().atMost(120, SECONDS).until(() -> server.log().contains("Job " + job + " has ended (failed)"));

            postgres.start();
            await().atMost(120, SECONDS)
                    .until(() -> api.get("/api/jobs/" + job).status() == 200
                            && job(api, job).getString("status").equals("failed"));
            assertThat(job(api, job).getString("message")).isEqualTo("It ended while the database was away");
            // Connections that the pool has kept from before may fail once more.
            await().atMost(60, SECONDS).until(() -> {
                Api.Answer again = api.post(path + "/run", Map.of());
                if (again.status() == 202) {
                    awaitEnd(api, again.id());
                }
                return api.get(path).json().getString("state").equals("passing");
            });
            api.post("/api/jobs/" + job + "/restart", Map.of()).expecting(202);
            awaitStatus(api, job, "completed");
        }
    }

    @Test
    void whatADeadNodeWasCheckingIsCheckedByAnotherAtOnce() throws IOException {
        String database = Postgres.newDatabase();
        Path end = Server.newFolder().resolve("end");
        try (Server first = server(database)) {
            String path = "/api/assertions/" + takesItsTime(first.api(), end);
            assertThat(new Sql(database)
                            .update(
                                    "UPDATE tocsin_assertion SET next_run_at = now() - INTERVAL '1 s' WHERE name = ?",
                                    SLOW))
                    .isEqualTo(1);
            await().atMost(60, SECONDS)
                    .until(() ->
                            first.api().get(path).json().getJsonArray("runs").size() == 1);
            try (Server second = server(database)) {
                first.kill();
                Files.createFile(end);
                await().atMost(60, SECONDS)
                        .until(() ->
                                second.api().get(path).json().getString("state").equals("passing"));
                JsonArray runs = second.api().get(path).json().getJsonArray("runs");
                assertThat(runs).hasSize(2);
                assertThat(runs.getJsonObject(1).getString("state")).isEqualTo("error");
                assertThat(runs.getJsonObject(1).getString("message")).contains("stopped answering");
            }
        }
    }

    @Test
    void eachScheduledRunHappensOnOneOfTwoNodes() {
        String database = Postgres.newDatabase();
        try (Server first = server(database);
                Server second = server(database)) {
            Api api = first.api();
            JsonObject beat = api.all("/api/assertions").stream()
                    .filter(one -> one.getString("name").equals("The heart beats"))
                    .findFirst()
                    .orElseThrow();
            String path = "/api/assertions/" + beat.getInt("id");
            api.put(
                            path,
                            Map.of(
                                    "name",
                                    "The heart beats",
                                    "check_function",
                                    "dev.tocsin.harness.shop.Shop.beat",
                                    "every",
                                    "1s"),
                            null)
                    .expecting(200);
            await().atMost(60, SECONDS)
                    .until(() -> api.get(path).json().getJsonArray("runs").size() >= 10);
            first.kill();
            await().atMost(60, SECONDS)
                    .until(() ->
                            second.api().get(path).json().getJsonArray("runs").size() >= 20);
            Set<String> nodes = new HashSet<>();

            List<Instant> starts = new ArrayList<>();
            for (JsonObject run : Api.objects(second.api().get(path).json().getJsonArray("runs"))) {
                assertThat(run.getString("state", "passing").equals("passing")
                                || run.getString("message").contains("It was cut off"))
                        .as(run.toString())
                        .isTrue();
                nodes.add(run.getString("node"));
                starts.add(Instant.parse(run.getString("started_at")));
            }
            Collections.sort(starts);
            // A beat a second: not twice as many, though two nodes were looking.
            long seconds = Duration.between(starts.get(0), starts.get(starts.size() - 1))
                    .toSeconds();
            assertThat((long) starts.size()).isBetween(seconds / 2, seconds + 6);
        }
    }
}
