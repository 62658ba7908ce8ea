package dev.tocsin.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.MailServer;
import dev.tocsin.harness.Server;
import jakarta.json.JsonArray;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * What assertions promise, with the checks of {@code dev.tocsin.harness.shop} in a running server; a
 * subclass for each database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AssertionContract {

    private static final String STOCK = "The stock of an article is not negative";

    private final MailServer mail = new MailServer();
    private Server server;
    private Api api;

    abstract Server.Start start();

    /** A table of the numbers from 1 to {@code last}, with a column x. */
    abstract String numbers(int last);

    abstract String randomUuid();

    @BeforeAll
    void startServer() {
        server = start().withTestActions()
                .with("TOCSIN_MAIL_PORT", mail.port())
                .with("TOCSIN_SWEEP", "1s")
                .ready();
        api = server.api();
    }

    @AfterAll
    void stopServer() {
        server.close();
        mail.close();
    }

    private int sql(String statement) {
        return Integer.parseInt(api.send("POST", "/shop/sql", "text/plain", statement)
                .expecting(200)
                .body());
    }

    /** Checks one assertion, waits for it, and tells what came of it. */
    private JsonObject check(String assertion) {
        Api.Answer started = api.post("/api/jobs/check-assertions", Map.of("assertion", assertion))
                .expecting(202);
        assertThat(started.header("Location")).endsWith("/api/jobs/" + started.id());
        assertThat(ended(started.id()).getString("status")).isEqualTo("completed");
        return assertion(assertion);
    }

    private JsonObject ended(long job) {
        await().atMost(60, SECONDS)
                .until(() -> !api.get("/api/jobs/" + job).json().isNull("finished_at"));
        return api.get("/api/jobs/" + job).expecting(200).json();
    }

    private JsonObject assertion(String name) {
        return api.all("/api/assertions").stream()
                .filter(one -> one.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<JsonObject> issues(String name, String status) {
        return api.all("/api/issues?limit=500&status=" + status + "&name="
                + java.net.URLEncoder.encode(name, java.nio.charset.StandardCharsets.UTF_8));
    }

    private Set<String> records(String name, String status) {
        return issues(name, status).stream()
                .map(issue -> issue.getJsonObject("record").getString("id"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static void assertRun(
            JsonObject assertion, String state, int checked, int failing, int opened, int resolved) {
        JsonObject run = assertion.getJsonObject("last_run");
        assertThat(List.of(
                        assertion.getString("state"),
                        run.getInt("records_checked"),
                        run.getInt("records_failing"),
                        run.getInt("issues_opened"),
                        run.getInt("issues_resolved")))
                .as(run.toString())
                .containsExactly(state, checked, failing, opened, resolved);
    }

    @Test
    void theSeedsNarrative() throws Exception {
        String name = "Every account balances";
        api.respond(
                name,
                List.of(Map.of(
                        "target_function", "email", "function_kwargs", Map.of("recipients", "books@example.com"))));
        try (MailServer post = mail.start()) {
            assertRun(check(name), "passing", 1, 0, 0, 0);

            api.send("POST", "/shop/balanced", "text/plain", "false").expecting(204);
            assertRun(check(name), "failing", 1, 1, 1, 0);
            JsonObject first = issues(name, "open").get(0);
            assertThat(first.getJsonObject("details").getInt("difference")).isEqualTo(12);
            await().atMost(20, SECONDS).until(() -> post.received().size() == 1);
            assertThat(post.received().get(0).getContent().toString()).contains("\"difference\": 12");

            assertRun(check(name), "failing", 1, 1, 0, 0);
            assertThat(assertion(name).getInt("consecutive_failures")).isEqualTo(2);
            assertThat(issues(name, "open")).hasSize(1);

            api.send("POST", "/shop/balanced", "text/plain", "true").expecting(204);
            assertRun(check(name), "passing", 1, 0, 0, 1);
            JsonObject resolved = api.issue(first.getInt("id"));
            assertThat(resolved.getString("status")).isEqualTo("resolved");
            assertThat(resolved.isNull("resolved_at")).isFalse();
            assertThat(resolved.getJsonArray("status_history").getJsonObject(1).getString("by"))
                    .isEqualTo("assertion:" + name);

            api.send("POST", "/shop/balanced", "text/plain", "false").expecting(204);
            assertRun(check(name), "failing", 1, 1, 1, 0);
            JsonObject second = issues(name, "open").get(0);
            assertThat(second.getInt("id")).isNotEqualTo(first.getInt("id"));
            await().atMost(20, SECONDS).until(() -> post.received().size() == 2);

            api.post("/api/issues/" + second.getInt("id") + "/wont-fix", Map.of())
                    .expecting(200);
            assertRun(check(name), "failing", 1, 1, 0, 0);
            assertThat(issues(name, "open")).isEmpty();
            assertThat(api.issue(second.getInt("id")).getString("status")).isEqualTo("wont_fix");
            assertThat(post.received()).hasSize(2);
        }
    }

    @Test
    void everyFailingRecordHasItsIssueWhileItFails() {
        sql("INSERT INTO shop_article (id, name, stock, active, price, color, size, supplier, shelf, remark)"
                + " SELECT x, CONCAT('article ', x), CASE WHEN MOD(x, 100) = 99 THEN -1 ELSE 5 END, TRUE, 1.5, 'red',"
                + " 'XL', x, 3, 'none' FROM " + numbers(100_000));
        Set<String> failing = IntStream.rangeClosed(1, 100_000)
                .filter(x -> x % 100 == 99)
                .mapToObj(Integer::toString)
                .collect(Collectors.toCollection(TreeSet::new));

        assertRun(check(STOCK), "failing", 100_000, 1000, 1000, 0);
        assertThat(records(STOCK, "open")).isEqualTo(failing);
        JsonObject issue = issues(STOCK, "open").get(0);
        assertThat(issue.getJsonObject("record").getString("type")).isEqualTo("Article");
        assertThat(issue.getJsonObject("details").getInt("stock")).isEqualTo(-1);
        assertThat(issue.getJsonObject("details").getString("article"))
                .isEqualTo("article " + issue.getJsonObject("record").getString("id"));

        List<JsonObject> before = issues(STOCK, "open");
        assertRun(check(STOCK), "failing", 100_000, 1000, 0, 0);
        assertThat(issues(STOCK, "open")).isEqualTo(before);

        assertThat(sql("UPDATE shop_article SET stock = 1 WHERE stock < 0 AND id < 50000"))
                .isEqualTo(500);
        assertThat(sql("DELETE FROM shop_article WHERE stock < 0 AND id < 51000"))
                .isEqualTo(10);
        assertRun(check(STOCK), "failing", 99_990, 490, 0, 510);
        failing.removeIf(id -> Integer.parseInt(id) < 51_000);
        assertThat(records(STOCK, "open")).isEqualTo(failing);
        assertThat(reason(STOCK, "99")).isEqualTo("The record passes again");
        assertThat(reason(STOCK, "50099")).isEqualTo("The record is gone");

        assertRun(check(STOCK), "failing", 99_990, 490, 0, 0);
        assertThat(issues(STOCK, "resolved")).hasSize(510);

        softFailures();
    }

    private String reason(String name, String record) {
        JsonObject issue = issues(name, "resolved").stream()
                .filter(one -> one.getJsonObject("record").getString("id").equals(record))
                .findFirst()
                .orElseThrow();
        JsonArray history = api.issue(issue.getInt("id")).getJsonArray("status_history");
        return history.getJsonObject(history.size() - 1).getString("reason");
    }

    /** Over the same articles. */
    private void softFailures() {
        String name = "An article is flagged only after three failures";
        sql("UPDATE shop_article SET stock = -1 WHERE id IN (7, 8)");
        assertRun(check(name), "failing", 99, 2, 0, 0);
        assertRun(check(name), "failing", 99, 2, 0, 0);
        sql("UPDATE shop_article SET stock = 1 WHERE id = 8");
        assertRun(check(name), "failing", 99, 1, 1, 0);
        assertThat(records(name, "open")).containsExactly("7");
        sql("UPDATE shop_article SET stock = -1 WHERE id = 8");
        assertRun(check(name), "failing", 99, 2, 0, 0);
        sql("UPDATE shop_article SET stock = 1 WHERE id IN (7, 8)");
        assertRun(check(name), "passing", 99, 0, 0, 1);
    }

    @Test
    void anIdMayBeOfAnyKind() {
        String lines = "A line has a quantity";
        sql("INSERT INTO shop_line (order_id, number, quantity) SELECT MOD(x, 1100), x / 1100,"
                + " CASE WHEN x IN (1150, 2199) THEN 0 ELSE 1 END FROM " + numbers(50_000));
        assertRun(check(lines), "failing", 45_500, 1, 1, 0);
        assertThat(records(lines, "open")).containsExactly("key.number=1,key.order=50");
        sql("UPDATE shop_line SET quantity = 1");
        assertRun(check(lines), "passing", 45_500, 0, 0, 1);

        String customers = "A customer has a mail address";
        sql("INSERT INTO shop_customer (id, mail) SELECT " + randomUuid()
                + ", CASE WHEN MOD(x, 10000) = 0 THEN NULL ELSE 'x' END FROM " + numbers(50_000));
        assertRun(check(customers), "failing", 50_000, 5, 5, 0);
        assertThat(records(customers, "open")).hasSize(5).allMatch(id -> id.matches("[0-9a-f-]{36}"));
        sql("UPDATE shop_customer SET mail = 'y'");
        assertRun(check(customers), "passing", 50_000, 0, 0, 5);
    }

    @Test
    void oneMoreIssueSaysThatThereAreTooMany() {
        String name = "A country is open";
        sql("INSERT INTO shop_country (code, open) SELECT CONCAT('c', x), MOD(x, 10) <> 0 FROM " + numbers(100));
        assertRun(check(name), "failing", 100, 10, 4, 0);
        JsonObject summary = issues(name, "open").stream()
                .filter(issue -> issue.isNull("record"))
                .findFirst()
                .orElseThrow();
        assertThat(summary.getJsonObject("details").getInt("records_failing")).isEqualTo(10);
        assertThat(summary.getJsonObject("details").getInt("without_issue")).isEqualTo(7);
        assertRun(check(name), "failing", 100, 10, 0, 0);

        sql("UPDATE shop_country SET open = TRUE");
        assertRun(check(name), "passing", 100, 0, 0, 4);
    }

    @Test
    void aRecordThatAJoinRepeatsIsCheckedOnce() {
        String name = "A country that borders others is open";
        sql("INSERT INTO shop_country (code, open) SELECT CONCAT('join', x), x <> 2 FROM " + numbers(3));
        long id = overCountries(
                name, "query", "SELECT c FROM Country c, Country d WHERE c.code LIKE 'join%' AND d.code LIKE 'join%'");
        assertRun(check(name), "failing", 3, 1, 1, 0);
        assertRun(check(name), "failing", 3, 1, 0, 0);
        assertThat(issues(name, "open").get(0).getInt("occurrences")).isEqualTo(1);

        sql("DELETE FROM shop_country WHERE code LIKE 'join%'");
        assertRun(check(name), "passing", 0, 0, 0, 1);
        api.delete("/api/assertions/" + id).expecting(204);
    }

    private long overCountries(String name, String selection, String jpql) {
        return api.post(
                        "/api/assertions",
                        Map.of(
                                "name",
                                name,
                                "check_function",
                                "dev.tocsin.harness.shop.Shop.open",
                                "entity_type",
                                "Country",
                                selection,
                                jpql))
                .expecting(201)
                .id();
    }

    @Test
    void whatCannotBeToldIsAnErrorAndStopsNobodyElse() {
        String gone = "A check that another version had";
        long withoutCheck = overCountries(gone, "where", "r.open = TRUE");
        sql("UPDATE tocsin_assertion SET check_function = 'Shop.gone' WHERE id = " + withoutCheck);
        Api.Answer job = api.post("/api/jobs/check-assertions", Map.of()).expecting(202);
        assertThat(ended(job.id()).getString("status")).isEqualTo("completed");
        assertError(gone, "There is no check \"Shop.gone\"; there are: ");
        assertThat(assertion(gone).getJsonObject("last_run").getString("message"))
                .startsWith("There is no check");
        api.delete("/api/assertions/" + withoutCheck).expecting(204);
        assertError("A check that throws", "IllegalStateException: as the test wants it");
        assertError("A check that hangs", "did not end within 300ms");
        assertError("A check with a wrong query", "nosuch");
        assertThat(api.all("/api/assertions").stream()
                        .filter(assertion -> assertion.getString("state").equals("unknown")))
                .extracting(assertion -> assertion.getString("name"))
                .containsExactly("The heart beats");
        assertThat(api.all("/api/assertions?state=error")).hasSize(3);
    }

    private void assertError(String name, String why) {
        JsonObject assertion = assertion(name);
        assertThat(assertion.getString("state")).isEqualTo("error");
        assertThat(assertion.getJsonObject("last_run").getString("message")).contains(why);
        assertThat(issues(name, "open")).isEmpty();
    }

    @Test
    void aCheckThatHangsInSpiteOfTheInterruptGetsNoOtherThread() throws Exception {
        String name = "A check that does not let itself be interrupted";
        Path end = Server.newFolder().resolve("end");
        long id = api.post(
                        "/api/assertions",
                        Map.of(
                                "name",
                                name,
                                "check_function",
                                "stubborn",
                                "arguments",
                                Map.of("until", end.toString()),
                                "timeout",
                                "200ms"))
                .expecting(201)
                .id();
        check(name);
        assertError(name, "did not end within 200ms");
        check(name);
        assertError(name, "still hangs, although it was interrupted");

        Files.createFile(end);
        await().atMost(20, SECONDS).until(() -> check(name).getString("state").equals("passing"));
        api.delete("/api/assertions/" + id).expecting(204);
    }

    @Test
    void anAssertionIsMadeByNamingACheck() {
        JsonObject checks = api.get("/api/checks").expecting(200).json();
        assertThat(checks.getJsonArray("entity_types").toString()).contains("Article", "Customer");
        String check = "dev.tocsin.harness.shop.Shop.open";
        Map<String, Object> wanted = Map.of(
                "name",
                "The largest countries are open",
                "check_function",
                check,
                "entity_type",
                "Country",
                "where",
                "r.code < 'c5'",
                "every",
                "1h");
        Api.Answer created = api.post("/api/assertions", wanted).expecting(201);
        assertThat(created.json().getString("state")).isEqualTo("unknown");
        assertThat(created.json().isNull("next_run_at")).isFalse();
        String path = "/api/assertions/" + created.id();
        assertThat(api.post("/api/assertions", wanted).expecting(422).body()).contains("each needs its own");

        Api.Answer run = api.post(path + "/run", Map.of()).expecting(202);
        ended(run.id());
        assertThat(api.get(path).json().getJsonArray("runs")).hasSize(1);

        api.put(path, Map.of("name", "x", "check_function", check, "entity_type", "Country"), "\"999\"")
                .expecting(412);
        api.put(path, Map.of("name", "x", "check_function", check, "entity_type", "Country", "enabled", false), null)
                .expecting(200);
        assertThat(api.get(path).json().get("next_run_at")).isEqualTo(JsonValue.NULL);
        api.delete(path).expecting(204);
        api.get(path).expecting(404);
    }

    @Test
    void aWrongAssertionIsRefusedWithEverythingThatIsWrong() {
        String body = api.post(
                        "/api/assertions",
                        Map.of(
                                "name",
                                " ",
                                "check_function",
                                "nosuch",
                                "every",
                                "soon",
                                "zone",
                                "Mars/Olympus",
                                "attempts",
                                0,
                                "timeout",
                                "never",
                                "speed",
                                3))
                .expecting(422)
                .body();
        assertThat(body)
                .contains("name", "there is no such check", "soon", "Mars/Olympus", "attempts", "never", "speed");
        String check = "dev.tocsin.harness.shop.Shop.open";
        assertThat(api.post("/api/assertions", Map.of("name", "a", "check_function", check))
                        .expecting(422)
                        .body())
                .contains("entity_type", "is missing");
        assertThat(api.post("/api/assertions", Map.of("name", "a", "check_function", check, "entity_type", "Article"))
                        .expecting(422)
                        .body())
                .contains("needs a Country");
        for (String where : List.of(
                "r.nosuch = 1",
                "r.code = 'a') OR (1 = 1",
                "FUNCTION('pg_sleep', 1) = 1",
                "SQL('1') = 1",
                "r.code = 'a")) {
            assertThat(api.post(
                                    "/api/assertions",
                                    Map.of(
                                            "name",
                                            "a",
                                            "check_function",
                                            check,
                                            "entity_type",
                                            "Country",
                                            "where",
                                            where))
                            .status())
                    .as(where)
                    .isEqualTo(422);
        }
        api.post("/api/jobs/check-assertions", Map.of("assertion", "nosuch")).expecting(404);
        assertThat(api.post("/api/jobs/check-assertions", Map.of("assertion", "no\u0000such"))
                        .expecting(422)
                        .body())
                .contains("null character");
        api.get("/api/jobs/999999999").expecting(404);
    }

    @Test
    void whatAnAdminSetsWinsOverTheCode() {
        JsonObject beat = assertion("The heart beats");
        String path = "/api/assertions/" + beat.getInt("id");
        Map<String, Object> wanted = new java.util.HashMap<>(Map.of(
                "name", "The heart beats", "check_function", "dev.tocsin.harness.shop.Shop.beat", "every", "1s"));
        api.put(path, wanted, null).expecting(200);
        await().atMost(20, SECONDS)
                .until(() -> api.get(path).json().getJsonArray("runs").size() >= 2);
        wanted.put("enabled", false);
        api.put(path, wanted, null).expecting(200);
        assertThat(api.get(path).json().getBoolean("enabled_set")).isTrue();
        wanted.put("attempts", 5);
        assertThat(api.put(path, wanted, null).expecting(422).body()).contains("declared in code");
    }

    @Test
    void theFullPassRunsTheActionsOfWhoAllowsARetry() {
        String name = "Nag " + java.util.UUID.randomUUID();
        api.post(
                        "/api/responders",
                        Map.of(
                                "watch_pattern",
                                name,
                                "allow_retry",
                                true,
                                "actions",
                                List.of(Map.of("target_function", "log"))))
                .expecting(201);
        long issue = api.open(name);
        await().atMost(20, SECONDS).until(() -> succeeded(issue) == 1);
        for (int pass = 2; pass <= 3; pass++) {
            long job = api.post("/api/jobs/respond-to-issues", Map.of())
                    .expecting(202)
                    .id();
            assertThat(ended(job).getString("status")).isEqualTo("completed");
            int wanted = pass;
            await().atMost(20, SECONDS).until(() -> succeeded(issue) == wanted);
        }
    }

    private long succeeded(long issue) {
        return api.actions(issue).stream()
                .filter(action -> action.getString("state").equals("succeeded"))
                .count();
    }
}
