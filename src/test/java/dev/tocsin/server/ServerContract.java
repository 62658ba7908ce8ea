package dev.tocsin.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.MailServer;
import dev.tocsin.harness.MuteMailServer;
import dev.tocsin.harness.Server;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the running server promises to those who talk to it, whatever its database; a subclass for each. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ServerContract {

    private static final Duration FIRST_GAP = Duration.ofMillis(300);
    private static final int ATTEMPTS = 7;

    private final MailServer mail = new MailServer();
    private Server server;
    Api api;

    abstract Server.Start start();

    @BeforeAll
    void startServer() {
        server = start().withTestActions()
                .with("TOCSIN_MAIL_PORT", mail.port())
                .with("TOCSIN_MAIL_TIMEOUT", "5s")
                .with("TOCSIN_RETRY_FIRST", FIRST_GAP.toMillis() + "ms")
                .with("TOCSIN_RETRY_ATTEMPTS", ATTEMPTS)
                // Nothing here is left to the sweep, the next attempts included.
                .with("TOCSIN_SWEEP", "1m")
                .ready();
        api = server.api();
    }

    @AfterAll
    void stopServer() {
        server.close();
        mail.close();
    }

    /** A name that no other test uses. */
    private static String unique(String what) {
        return what + " " + UUID.randomUUID();
    }

    private static Map<String, ?> mail(String subject, double delay) {
        return Map.of(
                "target_function",
                "issue.actions.email",
                "function_kwargs",
                Map.of("subject", subject, "recipients", "john.smith@example.com"),
                "delay_sec",
                (int) delay);
    }

    private JsonObject onlyAction(long issueId) {
        List<JsonObject> actions = api.actions(issueId);
        assertThat(actions).hasSize(1);
        return actions.get(0);
    }

    private void awaitState(long issueId, String state) {
        await().atMost(30, SECONDS)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(
                        () -> assertThat(onlyAction(issueId).getString("state")).isEqualTo(state));
    }

    private void awaitStates(long issueId, String... states) {
        await().atMost(30, SECONDS)
                .untilAsserted(() -> assertThat(api.actions(issueId))
                        .extracting(action -> action.getString("state"))
                        .containsExactly(states));
    }

    @Test
    void theFirstMailIsOnTimeAndTheSecondOnlyComesWhileTheIssueIsOpen() throws Exception {
        String name = unique("That 'impossible' edge case finally happened...");
        try (MailServer post = mail.start()) {
            api.respond(name, List.of(mail("Doh!", 1), mail("Doh-2!", 8)));

            long stays = api.open(name + " in the stock");
            await().atMost(20, SECONDS).until(() -> post.received().size() == 2);
            assertThat(post.subjects()).containsExactly("Doh!", "Doh-2!");
            awaitStates(stays, "succeeded", "succeeded");
            for (JsonObject action : api.actions(stays)) {
                Instant due = Instant.parse(action.getString("due_at"));
                Instant started = Instant.parse(
                        action.getJsonArray("attempts").getJsonObject(0).getString("started_at"));
                assertThat(started).isBetween(due, due.plusSeconds(20));
            }
            assertThat(post.received().get(0).getMessageID())
                    .startsWith("<" + api.actions(stays).get(0).getString("idempotency_key") + "@");

            long resolved = api.open(name + " in the till");
            await().atMost(20, SECONDS).until(() -> post.received().size() == 3);
            api.post("/api/issues/" + resolved + "/resolve", Map.of("reason", "repaired"))
                    .expecting(200);
            awaitStates(resolved, "succeeded", "cancelled");

            api.post("/api/issues/" + resolved + "/reopen", Map.of("reason", "not at all"))
                    .expecting(200);
            await().atMost(20, SECONDS).until(() -> post.received().size() == 4);
            awaitStates(resolved, "succeeded", "cancelled", "succeeded");
            assertThat(post.subjects()).containsExactly("Doh!", "Doh-2!", "Doh!", "Doh-2!");
            JsonObject issue = api.issue(resolved);
            assertThat(issue.getBoolean("regressed")).isTrue();
            assertThat(Api.objects(issue.getJsonArray("status_history")))
                    .extracting(change -> change.getString("to"))
                    .containsExactly("open", "resolved", "open");
        }
    }

    @Test
    void aMailServerThatIsDownAndComesBackGetsOneMail() {
        String name = unique("Mail server down");
        api.respond(name, List.of(mail("It is back", 0)));
        long id = api.open(name);
        await().atMost(30, SECONDS)
                .until(() -> Api.objects(onlyAction(id).getJsonArray("attempts")).stream()
                                .filter(attempt -> attempt.getString("outcome").equals("failed"))
                                .count()
                        >= 3);
        try (MailServer post = mail.start()) {
            awaitState(id, "succeeded");
            assertThat(post.subjects()).containsExactly("It is back");
        }
        List<JsonObject> attempts = Api.objects(onlyAction(id).getJsonArray("attempts"));
        assertThat(attempts.subList(0, attempts.size() - 1))
                .allSatisfy(attempt -> assertThat(attempt.getString("outcome")).isEqualTo("failed"))
                .allSatisfy(attempt -> assertThat(attempt.getString("error")).contains("onnect"));
        List<Duration> gaps = gaps(attempts);
        assertThat(gaps).hasSizeGreaterThanOrEqualTo(3);
        for (int i = 0; i < gaps.size(); i++) {
            assertThat(gaps.get(i)).isGreaterThanOrEqualTo(FIRST_GAP.multipliedBy(1L << i));
        }
    }

    private static List<Duration> gaps(List<JsonObject> attempts) {
        return IntStream.range(1, attempts.size())
                .mapToObj(i -> Duration.between(
                        Instant.parse(attempts.get(i - 1).getString("finished_at")),
                        Instant.parse(attempts.get(i).getString("started_at"))))
                .toList();
    }

    @Test
    void aMailServerThatHangsCostsATimeoutAndNothingElse() {
        String name = unique("Mail server hangs");
        api.respond(name, List.of(mail("It talks again", 0)));
        String other = unique("Meanwhile");
        api.respond(other, List.of(Map.of("target_function", "log")));
        long id;
        try (MuteMailServer mute = new MuteMailServer(mail.port())) {
            id = api.open(name);
            await().atMost(30, SECONDS).until(() -> mute.connections() > 0);
            long meanwhile = api.open(other);
            awaitState(meanwhile, "succeeded");
            await().atMost(30, SECONDS)
                    .until(() -> !onlyAction(id).getJsonArray("attempts").isEmpty()
                            && !onlyAction(id)
                                    .getJsonArray("attempts")
                                    .getJsonObject(0)
                                    .getString("outcome")
                                    .equals("running"));
        }
        try (MailServer post = mail.start()) {
            awaitState(id, "succeeded");
            assertThat(post.subjects()).containsExactly("It talks again");
        }
        JsonObject first = onlyAction(id).getJsonArray("attempts").getJsonObject(0);
        assertThat(first.getString("outcome")).isEqualTo("failed");
        assertThat(first.getString("error")).containsIgnoringCase("timed out");
    }

    @Test
    void anActionThatHangsIsInterruptedWhileOthersRun() {
        String name = unique("Hangs");
        api.respond(name, List.of(Map.of("target_function", "hang"), Map.of("target_function", "log", "delay_sec", 0)));
        List<Long> hanging =
                IntStream.range(0, 20).mapToObj(i -> api.open(name + i)).toList();
        String other = unique("Does not hang");
        api.respond(other, List.of(Map.of("target_function", "log")));
        awaitState(api.open(other), "succeeded");
        for (long id : hanging) {
            await().atMost(30, SECONDS).untilAsserted(() -> {
                List<JsonObject> actions = api.actions(id);
                JsonObject hung = action(actions, "hang");
                assertThat(hung.getJsonArray("attempts")).isNotEmpty();
                assertThat(hung.getJsonArray("attempts").getJsonObject(0).getString("outcome"))
                        .isEqualTo("timed_out");
                assertThat(action(actions, "log").getString("state")).isEqualTo("succeeded");
            });
        }
        hanging.forEach(
                id -> api.post("/api/issues/" + id + "/resolve", Map.of()).expecting(200));
    }

    private static JsonObject action(List<JsonObject> actions, String function) {
        return actions.stream()
                .filter(action -> action.getString("target_function").equals(function))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void whateverFailsForGoodCanBeRunAgainByHand() {
        String name = unique("Fails for good");
        api.respond(
                name,
                List.of(Map.of(
                        "target_function",
                        "append",
                        "function_kwargs",
                        Map.of("file", Server.newFolder() + "/no/file"))));
        long id = api.open(name);
        await().atMost(120, SECONDS)
                .until(() -> onlyAction(id).getString("state").equals("failed"));
        JsonObject failed = onlyAction(id);
        assertThat(failed.getJsonArray("attempts")).hasSize(ATTEMPTS);
        assertThat(failed.getBoolean("success")).isFalse();
        assertThat(failed.getJsonObject("details").getString("error")).contains("NoSuchFile");
        long action = failed.getJsonNumber("id").longValue();
        JsonObject again = api.post("/api/issue-actions/" + action + "/run-again", Map.of())
                .expecting(200)
                .json();
        assertThat(again.getString("idempotency_key")).isEqualTo(failed.getString("idempotency_key"));
        await().atMost(30, SECONDS)
                .until(() -> onlyAction(id).getJsonArray("attempts").size() > ATTEMPTS);
        api.post("/api/issues/" + id + "/resolve", Map.of()).expecting(200);
        await().atMost(30, SECONDS)
                .untilAsserted(
                        () -> assertThat(onlyAction(id).getString("state")).isIn("cancelled", "failed"));
        api.post("/api/issue-actions/" + action + "/run-again", Map.of()).expecting(409);
    }

    @Test
    void aResponderAppliesToIssuesThatAreOpenAlready() {
        String name = unique("Open before");
        long id = api.open(name);
        long responder = api.respond(
                name, List.of(Map.of("target_function", "log"), Map.of("target_function", "log", "delay_sec", 3600)));
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(api.actions(id))
                        .extracting(action -> action.getString("state"))
                        .containsExactly("succeeded", "planned"));

        Api.Answer read = api.get("/api/responders/" + responder).expecting(200);
        JsonValue later = dev.tocsin.platform.Json.parse(read.body().replace("3600", "7200"));
        api.put("/api/responders/" + responder, later, "\"99\"").expecting(412);
        api.put("/api/responders/" + responder, later, read.header("ETag")).expecting(200);
        await().atMost(20, SECONDS).untilAsserted(() -> {
            List<JsonObject> actions = api.actions(id);
            assertThat(actions)
                    .extracting(action -> action.getString("state"))
                    .containsExactly("succeeded", "cancelled", "planned");
            assertThat(Duration.between(
                            Instant.parse(actions.get(1).getString("due_at")),
                            Instant.parse(actions.get(2).getString("due_at"))))
                    .isEqualTo(Duration.ofSeconds(3600));
        });

        api.delete("/api/responders/" + responder).expecting(204);
        api.get("/api/responders/" + responder).expecting(404);
        assertThat(api.actions(id))
                .extracting(action -> action.getString("state"))
                .containsExactly("succeeded", "cancelled", "cancelled");
        assertThat(api.actions(id).get(2).getString("watch_pattern")).isEqualTo(name);
    }

    @Test
    void aResponderMayHaveANameThatNoOtherHas() throws Exception {
        String name = unique("Called");
        Api.Answer made = api.post("/api/responders", Map.of("name", name, "watch_pattern", "Nothing"))
                .expecting(201);
        assertThat(made.json().getString("name")).isEqualTo(name);
        long second = api.respond("Nothing", List.of());
        assertThat(api.get("/api/responders/" + second).json().isNull("name")).isTrue();

        Api.Answer refused = api.post("/api/responders", Map.of("name", name, "watch_pattern", "Nothing"))
                .expecting(422);
        JsonObject problem = refused.json().getJsonArray("problems").getJsonObject(0);
        assertThat(problem.getString("path")).isEqualTo("name");
        assertThat(problem.getString("message")).contains(name, "responder " + made.id());
        api.put("/api/responders/" + second, Map.of("name", name, "watch_pattern", "Nothing"), null)
                .expecting(422);

        JsonObject same = api.put("/api/responders/" + made.id(), made.value(), made.header("ETag"))
                .expecting(200)
                .json();
        assertThat(same.getString("name")).isEqualTo(name);
        JsonObject nameless = api.put("/api/responders/" + made.id(), Map.of("watch_pattern", "Nothing"), null)
                .expecting(200)
                .json();
        assertThat(nameless.isNull("name")).isTrue();
        api.put("/api/responders/" + second, Map.of("name", name, "watch_pattern", "Nothing"), null)
                .expecting(200);

        String wanted = unique("Wanted by many");
        ExecutorService programs = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Api.Answer>> calls = IntStream.range(0, 8)
                    .<Callable<Api.Answer>>mapToObj(
                            i -> () -> api.post("/api/responders", Map.of("name", wanted, "watch_pattern", "Nothing")))
                    .toList();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Api.Answer> answer : programs.invokeAll(calls)) {
                statuses.add(answer.get().status());
            }
            assertThat(statuses).containsOnly(201, 422).containsOnlyOnce(201);
        } finally {
            programs.shutdownNow();
        }
    }

    @Test
    void anyNumberOfProgramsOpenTheSameIssueOnce() throws Exception {
        ExecutorService programs = Executors.newFixedThreadPool(50);
        try {
            for (int round = 0; round < 20; round++) {
                String name = unique("Once, round " + round);
                Map<String, ?> wanted = Map.of("name", name, "record", Map.of("type", "Order", "id", 17), "once", true);
                List<Callable<Api.Answer>> calls = IntStream.range(0, 50)
                        .<Callable<Api.Answer>>mapToObj(i -> () -> api.post("/api/issues", wanted))
                        .toList();
                List<Api.Answer> answers = new ArrayList<>();
                for (Future<Api.Answer> answer : programs.invokeAll(calls)) {
                    answers.add(answer.get());
                }
                assertThat(answers.stream().filter(answer -> answer.status() == 201))
                        .hasSize(1);
                assertThat(answers.stream().filter(answer -> answer.status() == 200))
                        .hasSize(49);
                List<JsonObject> open = api.all("/api/issues?status=open&record_type=Order&record_id=17&name="
                        + java.net.URLEncoder.encode(name, StandardCharsets.UTF_8));
                assertThat(open).hasSize(1);
                assertThat(open.get(0).getInt("occurrences")).isEqualTo(50);
                api.post("/api/issues/resolve", Map.of("name", name, "record", Map.of("type", "Order", "id", "17")))
                        .expecting(200);
            }
        } finally {
            programs.shutdownNow();
        }
    }

    @Test
    void whatIsWontFixStaysSo() {
        String name = unique("Not worth it");
        long id = api.post("/api/issues", Map.of("name", name, "once", true))
                .expecting(201)
                .id();
        api.post("/api/issues/" + id + "/wont-fix", Map.of("reason", "cosmetic"))
                .expecting(200);
        JsonObject again = api.post("/api/issues", Map.of("name", name, "once", true))
                .expecting(200)
                .json();
        assertThat(again.getBoolean("created")).isFalse();
        assertThat(again.getBoolean("suppressed")).isTrue();
        assertThat(again.getInt("occurrences")).isEqualTo(2);
        Api.Answer refused =
                api.post("/api/issues/" + id + "/resolve", Map.of()).expecting(409);
        assertThat(refused.json().getString("detail")).contains("wont_fix", "reopen it first");
        api.post("/api/issues/resolve", Map.of("name", name)).expecting(200);
        assertThat(api.issue(id).getString("status")).isEqualTo("wont_fix");
    }

    @Test
    void aListIsReadPageByPageWithoutGapsOrRepetitions() {
        String prefix = unique("Listed");
        List<Map<String, ?>> wanted = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            wanted.add(Map.of("name", prefix + " " + i, "details", Map.of("i", i)));
        }
        api.post("/api/issues", wanted).expecting(201);
        List<JsonObject> all = api.all(
                "/api/issues?limit=70&name_prefix=" + java.net.URLEncoder.encode(prefix, StandardCharsets.UTF_8));
        assertThat(all).hasSize(1000);
        assertThat(all).extracting(issue -> issue.getInt("id")).doesNotHaveDuplicates();
        assertThat(all)
                .extracting(issue -> issue.getString("created_at"))
                .isSortedAccordingTo(java.util.Comparator.<String>naturalOrder().reversed());
    }

    static Stream<Arguments> badRequests() {
        String deep = "{\"name\":\"deep\",\"details\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}";
        return Stream.of(
                Arguments.of(
                        "a name that is too long",
                        "/api/issues",
                        "{\"name\":\"" + "a".repeat(100_000) + "\"}",
                        422,
                        "100000 characters; the limit is 500"),
                Arguments.of("a null character", "/api/issues", "{\"name\":\"a\\u0000\"}", 422, "null character"),
                Arguments.of(
                        "half a surrogate pair", "/api/issues", "{\"name\":\"a\\ud800\"}", 422, "not valid Unicode"),
                Arguments.of(
                        "a null character inside",
                        "/api/issues",
                        "{\"name\":\"a\",\"details\":{\"x\":[\"\\u0000\"]}}",
                        422,
                        "details.x[0]"),
                Arguments.of(
                        "10 MB of details",
                        "/api/issues",
                        "{\"name\":\"a\",\"details\":\"" + "x".repeat(10_000_000) + "\"}",
                        413,
                        "8388608 bytes"),
                Arguments.of(
                        "1 MB of details",
                        "/api/issues",
                        "{\"name\":\"a\",\"details\":\"" + "x".repeat(1_000_000) + "\"}",
                        422,
                        "the limit is 262144"),
                Arguments.of("details nested 10,000 deep", "/api/issues", deep, 400, "nested"),
                Arguments.of(
                        "details nested 101 deep",
                        "/api/issues",
                        "{\"name\":\"a\",\"details\":" + "[".repeat(102) + "]".repeat(102) + "}",
                        422,
                        "deeper than 100"),
                Arguments.of("no name", "/api/issues", "{}", 422, "name"),
                Arguments.of("an unknown field", "/api/issues", "{\"name\":\"a\",\"detials\":1}", 422, "detials"),
                Arguments.of("not JSON", "/api/issues", "{name", 400, "not JSON"),
                Arguments.of("two values", "/api/issues", "{\"name\":\"a\"} {}", 400, "not JSON"),
                Arguments.of(
                        "1,001 issues",
                        "/api/issues",
                        "[" + "{\"name\":\"a\"},".repeat(1000) + "{\"name\":\"a\"}]",
                        422,
                        "1001"),
                Arguments.of(
                        "a negative delay",
                        "/api/responders",
                        "{\"watch_pattern\":\"a\",\"actions\":[{\"target_function\":\"log\",\"delay_sec\":-1}]}",
                        422,
                        "actions[0].delay_sec"),
                Arguments.of(
                        "an unknown action",
                        "/api/responders",
                        "{\"watch_pattern\":\"a\",\"actions\":[{\"target_function\":\"os.system\"}]}",
                        422,
                        "actions[0].target_function"),
                Arguments.of(
                        "a wrong recipient",
                        "/api/responders",
                        "{\"watch_pattern\":\"a\",\"actions\":[{\"target_function\":\"log\"},{\"target_function\":\"email\",\"function_kwargs\":{\"recipients\":\"x\\r\\nBcc: y@example.com\"}}]}",
                        422,
                        "actions[1].function_kwargs.recipients"),
                Arguments.of(
                        "a responder's name that is too long",
                        "/api/responders",
                        "{\"watch_pattern\":\"a\",\"name\":\"" + "n".repeat(201) + "\"}",
                        422,
                        "201 characters; the limit is 200"),
                Arguments.of(
                        "a responder's name that is blank",
                        "/api/responders",
                        "{\"watch_pattern\":\"a\",\"name\":\" \"}",
                        422,
                        "name"),
                Arguments.of(
                        "a responder's name that is a number",
                        "/api/responders",
                        "{\"watch_pattern\":\"a\",\"name\":7}",
                        422,
                        "needed is a text"),
                Arguments.of(
                        "a bad pattern",
                        "/api/responders",
                        "{\"watch_pattern\":\"a(b\",\"actions\":[]}",
                        422,
                        "position 1"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void badInputIsRefusedByNameAndNothingIsWritten(String what, String path, String body, int status, String told) {
        String newest = api.get("/api/issues?limit=1").body()
                + api.all("/api/responders").size();
        Api.Answer answer = api.post(path, body.getBytes(StandardCharsets.UTF_8));
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
        assertThat(answer.body()).contains(told).doesNotContain("Exception", "\tat ");
        assertThat(answer.body().length()).isLessThan(5_000);
        assertThat(api.get("/api/issues?limit=1").body()
                        + api.all("/api/responders").size())
                .isEqualTo(newest);
    }

    @Test
    void addressesThatAreWrongAreToldSo() {
        api.get("/api/issues?status=broken").expecting(400);
        api.get("/api/issues?opened_after=yesterday").expecting(400);
        api.get("/api/issues?opened_after=%2B999999999-01-01T00:00:00Z").expecting(400);
        api.get("/api/issues?name=%00").expecting(400);
        api.get("/api/issues?after=bm9wZQ").expecting(400);
        api.get("/api/issues?statsu=open").expecting(400);
        api.get("/api/issues/999999999").expecting(404);
        api.get("/api/nothing").expecting(404);
        api.send("PATCH", "/api/issues", "application/json", "{}").expecting(405);
        api.send("POST", "/api/issues", "text/plain", "Hello").expecting(415);
    }

    @Test
    void aPatternThatWouldHangOthersAnswersAtOnce() {
        String name = "a".repeat(100_000) + "!";
        api.respond("(a+)+$", List.of(Map.of("target_function", "log")));
        JsonObject tried = api.post("/api/responders/try", Map.of("watch_pattern", "(a+)+$", "name", name))
                .expecting(200)
                .json();
        assertThat(tried.getBoolean("matches")).isFalse();
        String other = unique("Beside it");
        api.respond(other, List.of(Map.of("target_function", "log")));
        awaitState(api.open(other), "succeeded");
        long hard = api.open("a".repeat(499) + "!");
        assertThat(api.actions(hard)).isEmpty();
        assertThat(api.actions(api.open("a".repeat(500)))).hasSize(1);
    }

    @Test
    void triesAPatternBeforeItIsSaved() {
        String name = unique("Tried");
        api.open(name + " 1");
        api.open(name + " 2");
        JsonObject tried = api.post("/api/responders/try", Map.of("watch_pattern", name + " \\d", "name", name + " x"))
                .expecting(200)
                .json();
        assertThat(tried.getBoolean("matches")).isFalse();
        assertThat(tried.getJsonObject("open_issues").getInt("count")).isEqualTo(2);
        assertThat(Api.objects(tried.getJsonObject("open_issues").getJsonArray("items")))
                .extracting(issue -> issue.getString("name"))
                .containsExactly(name + " 2", name + " 1");
    }

    @Test
    void aNewOccurrenceRunsAgainOnlyWhatAllowsIt() {
        String name = unique("Nagging");
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
        api.respond(name, List.of(Map.of("target_function", "log")));
        long id = api.post("/api/issues", Map.of("name", name, "once", true))
                .expecting(201)
                .id();
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(api.actions(id))
                        .hasSize(2)
                        .allSatisfy(
                                action -> assertThat(action.getString("state")).isEqualTo("succeeded")));
        api.post("/api/issues", Map.of("name", name, "once", true)).expecting(200);
        await().atMost(20, SECONDS)
                .untilAsserted(() -> assertThat(api.actions(id))
                        .hasSize(3)
                        .allSatisfy(
                                action -> assertThat(action.getString("state")).isEqualTo("succeeded")));
    }

    @Test
    void describesItselfCompletely() {
        assertThat(api.get("/openapi").expecting(200).body())
                .contains("/api/issues/{id}/wont-fix", "/api/responders/try", "/api/issue-actions/{id}/run-again")
                .contains("actions[1].function_kwargs.recipients", "delay_sec: 1800");
    }

    @Test
    void plannedActionsAreCancelledByHand() {
        String name = unique("Cancelled");
        api.respond(name, List.of(Map.of("target_function", "log", "delay_sec", 3600)));
        long id = api.open(name);
        long action = onlyAction(id).getJsonNumber("id").longValue();
        api.post("/api/issue-actions/" + action + "/cancel", Map.of("reason", "on holiday"))
                .expecting(200);
        assertThat(onlyAction(id).getString("state")).isEqualTo("cancelled");
        assertThat(onlyAction(id).getJsonObject("details").getString("cancelled"))
                .contains("user:admin", "on holiday");
        assertThat(api.all("/api/issue-actions?state=cancelled&issue_id=" + id)).hasSize(1);
        assertThat(api.all("/api/issue-actions?state=planned&issue_id=" + id)).isEmpty();
    }
}
