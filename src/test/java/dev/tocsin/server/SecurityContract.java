package dev.tocsin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.api.Operations;
import dev.tocsin.harness.Api;
import dev.tocsin.harness.Server;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may do what, and what becomes of those who try to do more; a subclass for each database. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SecurityContract {

    private static final List<String> ROLES = List.of("reporter", "viewer", "operator", "admin");
    /** Longer than anything here takes between two requests of a session. */
    private static final Duration IDLE = Duration.ofSeconds(30);

    private static final int CUT_OFF = 0;

    private static final String READERS = "viewer operator admin";
    private static final String REPORTERS = "reporter operator admin";
    private static final String OPERATORS = "operator admin";
    private static final String ADMINS = "admin";

    /** What the API can be asked, and by whom; by nobody else, and never by one who does not say who it is. */
    private static final List<Row> TABLE = List.of(
            row("GET /api/issues", READERS),
            row("GET /api/issues/{id}", READERS),
            row("POST /api/issues", REPORTERS),
            row("POST /api/issues/resolve", REPORTERS),
            row("POST /api/issues/{id}/resolve", REPORTERS),
            row("POST /api/issues/{id}/reopen", OPERATORS),
            row("POST /api/issues/{id}/wont-fix", OPERATORS),
            row("GET /api/issue-actions", READERS),
            row("GET /api/issue-actions/{id}", READERS),
            row("POST /api/issue-actions/{id}/run-again", OPERATORS),
            row("POST /api/issue-actions/{id}/cancel", OPERATORS),
            row("GET /api/actions", READERS),
            row("GET /api/responders", READERS),
            row("GET /api/responders/{id}", READERS),
            row("POST /api/responders/try", READERS),
            row("POST /api/responders", ADMINS),
            row("PUT /api/responders/{id}", ADMINS),
            row("DELETE /api/responders/{id}", ADMINS),
            row("GET /api/assertions", READERS),
            row("GET /api/assertions/{id}", READERS),
            row("POST /api/assertions", ADMINS),
            row("PUT /api/assertions/{id}", ADMINS),
            row("DELETE /api/assertions/{id}", ADMINS),
            row("POST /api/assertions/{id}/run", OPERATORS),
            row("GET /api/checks", READERS),
            row("GET /api/jobs", READERS),
            row("GET /api/jobs/{id}", READERS),
            row("POST /api/jobs/check-assertions", OPERATORS),
            row("POST /api/jobs/respond-to-issues", OPERATORS),
            row("POST /api/jobs/{id}/stop", OPERATORS),
            row("POST /api/jobs/{id}/restart", OPERATORS),
            row("GET /api/tokens", ADMINS),
            row("POST /api/tokens", ADMINS),
            row("DELETE /api/tokens/{id}", ADMINS),
            row("GET /api/users", ADMINS),
            row("POST /api/users", ADMINS),
            row("PUT /api/users/{id}", ADMINS),
            row("DELETE /api/users/{id}", ADMINS),
            row("GET /api/audit", ADMINS));

    /** The pages, and by whom they can be seen. */
    private static final List<Row> PAGES = List.of(
            row("index", READERS),
            row("issues", READERS),
            row("issue", READERS),
            row("responders", READERS),
            row("responder?id=999999999", READERS),
            // Without one, it is the form for a new one.
            row("responder", ADMINS),
            row("actions", READERS),
            row("assertions", READERS),
            row("assertion?id=999999999", READERS),
            row("assertion", ADMINS),
            row("settings", ADMINS),
            row("users", ADMINS),
            row("tokens", ADMINS),
            row("audit", ADMINS),
            row("forgotten", ""));

    /** What the server says of itself. */
    private static final List<Row> MONITORING = List.of(row("GET /metrics", READERS), row("GET /openapi", READERS));

    private record Row(String operation, String allowed) {

        boolean allows(String role) {
            return List.of(allowed.split(" ")).contains(role);
        }
    }

    private static Row row(String operation, String allowed) {
        return new Row(operation, allowed);
    }

    private Server server;
    private Api admin;

    abstract Server.Start start();

    @BeforeAll
    void startServer() {
        server = start().with("TOCSIN_SESSION_IDLE", IDLE.toSeconds() + "s")
                .with("TOCSIN_SESSION_LONGEST", "1h")
                .ready();
        admin = server.api();
    }

    @AfterAll
    void stopServer() {
        server.close();
    }

    private static Api.Answer ask(Api api, String operation, String... headers) {
        String[] parts = operation.split(" ");
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Content-Type", "application/json"));
        return api.exchange(
                parts[0],
                parts[1].replace("{id}", "999999999"),
                parts[0].equals("GET") || parts[0].equals("DELETE") ? "" : "{}",
                all.toArray(String[]::new));
    }

    @Test
    void theTableHasEveryOperation() {
        assertThat(TABLE.stream().map(Row::operation).toList())
                .containsExactlyInAnyOrderElementsOf(Operations.below("/api"));
    }

    @Test
    void eachRoleMayDoWhatTheTableSaysAndNothingElse() {
        List<String> wrong = new ArrayList<>();
        for (String role : ROLES) {
            Api api = admin.as(admin.token(role));
            for (Row row : concat()) {
                int status = ask(api, row.operation()).status();
                boolean refused = status == 403;
                if (refused == row.allows(role) || status == 401 || status >= 500) {
                    wrong.add(role + ": " + row.operation() + " → " + status);
                }
            }
        }
        for (Row row : concat()) {
            Api.Answer answer = ask(admin.anonymous(), row.operation());
            if (answer.status() != 401 || !answer.header("WWW-Authenticate").contains("Bearer")) {
                wrong.add("nobody: " + row.operation() + " → " + answer.status());
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** A user of that role who has logged in to the pages, and has changed the password that the admin gave. */
    private Api loggedIn(String role, String name) {
        admin.post("/api/users", Map.of("name", name, "password", "given by the admin", "role", role))
                .expecting(201);
        Api.Answer first = logIn(name, "given by the admin", "");
        assertThat(location(first)).isEqualTo("/tocsin/");
        Api session = admin.anonymous().with("Cookie", cookie(first));
        assertThat(session.get("/tocsin/issues.xhtml").expecting(303).header("Location"))
                .isEqualTo("/tocsin/password.xhtml?next=%2Ftocsin%2Fissues.xhtml");
        String own = role + "s own password";
        Api.Answer changed = session.form(
                "/tocsin/password.xhtml",
                Map.of(
                        "password", "password",
                        "password:old", "given by the admin",
                        "password:new", own,
                        "password:again", own,
                        "password:change", "x",
                        "jakarta.faces.ViewState", "stateless"));
        assertThat(location(changed)).isEqualTo("/tocsin/");
        return admin.anonymous().with("Cookie", cookie(changed));
    }

    /** Where on this server it leads to; elsewhere, the whole address. */
    private String location(Api.Answer answer) {
        String location = answer.expecting(302).header("Location");
        return location.startsWith(admin.root())
                ? location.substring(admin.root().length())
                : location;
    }

    /** By the form of the login page. */
    private Api.Answer logIn(String name, String password, String next) {
        return admin.anonymous()
                .form(
                        "/tocsin/login.xhtml",
                        Map.of(
                                "login",
                                "login",
                                "login:name",
                                name,
                                "login:password",
                                password,
                                "login:signin",
                                "x",
                                "next",
                                next,
                                "jakarta.faces.ViewState",
                                "stateless"));
    }

    /** What a form of that page carries, so that no other site can send it. */
    private static String cookie(Api.Answer answer) {
        assertThat(answer.header("Set-Cookie")).contains("HttpOnly", "SameSite=Lax");
        return answer.header("Set-Cookie").split(";")[0];
    }

    private static String page(Row row) {
        String[] parts = row.operation().split("\\?");
        return "/tocsin/" + parts[0] + ".xhtml" + (parts.length == 1 ? "" : "?" + parts[1]);
    }

    @Test
    void eachRoleSeesThePagesThatTheTableSays() {
        List<String> wrong = new ArrayList<>();
        for (String role : List.of("viewer", "operator", "admin")) {
            Api session = loggedIn(role, role + "-" + UUID.randomUUID());
            for (Row row : PAGES) {
                Api.Answer answer = session.get(page(row));
                // A page of one thing says that there is none of that id.
                List<Integer> expected =
                        row.allowed().isEmpty() ? List.of(404) : row.allows(role) ? List.of(200, 404) : List.of(403);
                if (!expected.contains(answer.status())) {
                    wrong.add(role + ": " + row.operation() + " → " + answer.status());
                }
            }
            session.get("/api/issues").expecting(401);
            ask(session, "POST /api/issues", "Origin", "http://localhost:" + server.port())
                    .expecting(401);
        }
        for (Row row : PAGES) {
            assertThat(admin.anonymous().get(page(row)).expecting(303).header("Location"))
                    .startsWith("/tocsin/login.xhtml");
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void aSessionEndsWithItsPasswordItsUserAndItsLogout() {
        String name = "eve-" + UUID.randomUUID();
        Api session = loggedIn("admin", name);
        assertThat(session.get("/tocsin/users.xhtml").expecting(200).body()).contains(name, "Sign out");
        assertThat(session.get("/tocsin/users.xhtml").header("Content-Security-Policy"))
                .contains("script-src 'self' 'nonce-", "frame-ancestors 'none'")
                .doesNotContain("script-src 'self' 'unsafe-inline'");
        Api.Answer again = logIn(name, "admins own password", "//evil.example.com");
        assertThat(location(again)).isEqualTo("/tocsin/");
        Api newer = admin.anonymous().with("Cookie", cookie(again));
        newer.get("/tocsin/users.xhtml").expecting(200);
        newer.exchange("POST", "/tocsin/users.xhtml", "logout=1", "Origin", "http://evil.example.com")
                .expecting(403);
        newer.get("/tocsin/users.xhtml?jakarta.faces.ViewState=x").expecting(403);

        long id = admin.all("/api/users").stream()
                .filter(user -> user.getString("name").equals(name))
                .findFirst()
                .orElseThrow()
                .getJsonNumber("id")
                .longValue();
        admin.put("/api/users/" + id, Map.of("role", "viewer"), null).expecting(200);
        newer.get("/tocsin/users.xhtml").expecting(403);
        newer.get("/tocsin/issues.xhtml").expecting(200);
        admin.put("/api/users/" + id, Map.of("role", "viewer", "enabled", false), null)
                .expecting(200);
        newer.get("/tocsin/issues.xhtml").expecting(303);
        Api.Answer partial = newer.exchange("GET", "/tocsin/issues.xhtml", "", "Faces-Request", "partial/ajax");
        assertThat(partial.expecting(200).body()).contains("<redirect url=\"/tocsin/login.xhtml");
        admin.put("/api/users/" + id, Map.of("role", "viewer"), null).expecting(200);

        Api.Answer login = logIn(name, "admins own password", "");
        Api out = admin.anonymous().with("Cookie", cookie(login));
        out.signOut();
        out.get("/tocsin/issues.xhtml").expecting(303);
    }

    @Test
    void aSessionOfWhichOnlyThePageIsAwakeEnds() {
        Api session = loggedIn("viewer", "gone-" + UUID.randomUUID());
        Instant since = Clock.systemUTC().instant();
        session.get("/tocsin/issues.xhtml").expecting(200);
        await().atMost(IDLE.multipliedBy(4))
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    Api.Answer answer = session.exchange("GET", "/tocsin/issues.xhtml", "", "X-Tocsin-Refresh", "true");
                    return answer.status() == 303;
                });
        assertThat(Duration.between(since, Clock.systemUTC().instant())).isGreaterThanOrEqualTo(IDLE);
        session.get("/tocsin/issues.xhtml").expecting(303);
    }

    @Test
    void aChangedPasswordEndsTheOtherSessions() {
        String name = "both-" + UUID.randomUUID();
        Api here = loggedIn("viewer", name);
        Api there = admin.anonymous().with("Cookie", cookie(logIn(name, "viewers own password", "")));
        there.get("/tocsin/issues.xhtml").expecting(200);
        Api.Answer page = here.get("/tocsin/password.xhtml").expecting(200);
        Api.Answer changed = here.form(
                "/tocsin/password.xhtml",
                Map.of(
                        "password", "password",
                        "password:old", "viewers own password",
                        "password:new", "another one of mine",
                        "password:again", "another one of mine",
                        "password:change", "x",
                        "jakarta.faces.ViewState", page.viewState()));
        changed.expecting(302);
        there.get("/tocsin/issues.xhtml").expecting(303);
        here.with("Cookie", cookie(changed)).get("/tocsin/issues.xhtml").expecting(200);
    }

    private static List<Row> concat() {
        List<Row> all = new ArrayList<>(TABLE);
        all.addAll(MONITORING);
        return all;
    }

    @Test
    void aReporterSeesOfAnIssueOnlyTheIssue() {
        Api reporter = admin.as(admin.token("reporter"));
        String name = "Reported " + UUID.randomUUID();
        long id = reporter.open(name);
        JsonObject resolved = reporter.post("/api/issues/" + id + "/resolve", Map.of("reason", "mended"))
                .expecting(200)
                .json();
        assertThat(resolved.getString("status")).isEqualTo("resolved");
        assertThat(resolved).doesNotContainKeys("status_history", "actions", "name", "details");
        long others = admin.post(
                        "/api/issues", Map.of("name", name + " twice", "details", Map.of("iban", "DE02"), "once", true))
                .expecting(201)
                .id();
        JsonObject seen = reporter.post("/api/issues", Map.of("name", name + " twice", "once", true))
                .expecting(200)
                .json();
        assertThat(seen.getJsonNumber("id").longValue()).isEqualTo(others);
        assertThat(seen.toString()).doesNotContain("DE02");
        assertThat(admin.issue(id).getJsonArray("status_history").toString()).contains("token:reporter");
        reporter.open(name);
        assertThat(reporter.post("/api/issues/resolve", Map.of("name", name))
                        .expecting(200)
                        .json()
                        .getInt("resolved"))
                .isEqualTo(1);
    }

    @Test
    void whoShowsSomethingWrongIsNobody() {
        String revoked = admin.token("admin");
        long id = admin.all("/api/tokens").stream()
                .mapToLong(token -> token.getJsonNumber("id").longValue())
                .max()
                .orElseThrow();
        admin.as(revoked).get("/api/issues").expecting(200);
        admin.delete("/api/tokens/" + id).expecting(204);
        String expiring = admin.post(
                        "/api/tokens",
                        Map.of(
                                "name",
                                "short " + UUID.randomUUID(),
                                "role",
                                "admin",
                                "expires_at",
                                Clock.systemUTC().instant().plusSeconds(5).toString()))
                .expecting(201)
                .json()
                .getString("secret");
        await().atMost(20, java.util.concurrent.TimeUnit.SECONDS)
                .until(() -> admin.as(expiring).get("/api/issues").status() == 401);
        for (String token : List.of(
                revoked,
                "tocsin_" + "A".repeat(43),
                revoked + "x",
                revoked.substring(7),
                "' OR '1'='1",
                "tocsin_' OR 1=1 --",
                "x".repeat(5000))) {
            admin.as(token).get("/api/issues").expecting(401);
        }
        admin.as("admin", "not the password").get("/api/issues").expecting(401);
        admin.as("admin' --", Server.PASSWORD).get("/api/issues").expecting(401);
        admin.as("", "").get("/api/issues").expecting(401);
        admin.as("admin\0", Server.PASSWORD).get("/api/issues").expecting(401);
        admin.anonymous()
                .exchange("GET", "/api/issues", "", "Cookie", "JSESSIONID=0123456789abcdef")
                .expecting(401);
        admin.anonymous()
                .exchange("GET", "/api/issues?token=" + revoked, "", "Authorization", "Basic %%%")
                .expecting(401);
        assertThat(admin.get("/api/issues").expecting(200).status()).isEqualTo(200);
    }

    @Test
    void whoGuessesHasToWaitAndTheAdminNot() {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            statuses.add(admin.as("guessed", "wrong" + i).get("/api/issues").status());
        }
        assertThat(statuses).startsWith(401, 401, 401).contains(429);
        Api.Answer waiting = admin.as("guessed", "wrong again").get("/api/issues");
        assertThat(waiting.status()).isIn(401, 429);
        admin.get("/api/issues").expecting(200);
        assertThat(admin.all("/api/audit?what=login.failed")).hasSizeBetween(1, 10);
    }

    @Test
    void anotherSiteCannotHaveABrowserChangeAnything() {
        for (String[] from : new String[][] {
            {"Sec-Fetch-Site", "cross-site"},
            {"Sec-Fetch-Site", "same-site"},
            {"Origin", "http://evil.example.com"},
            {"Origin", "null"},
            {"Referer", "http://evil.example.com/page"}
        }) {
            ask(admin, "POST /api/issues", from).expecting(403);
            ask(admin, "DELETE /api/responders/{id}", from).expecting(403);
            ask(admin.anonymous(), "POST /tocsin/login.xhtml", from).expecting(403);
        }
        ask(admin.anonymous(), "POST /tocsin/login.xhtml").expecting(403);
        admin.exchange("POST", "/api/issues", "name=a", "Content-Type", "application/x-www-form-urlencoded")
                .expecting(415);
        ask(admin, "POST /api/issues", "Origin", "http://localhost:" + server.port())
                .expecting(422);
    }

    @Test
    void pagesLeadToTheLoginAndNowhereElse() {
        Api nobody = admin.anonymous();
        Api.Answer answer = nobody.get("/tocsin/issues.xhtml?status=open").expecting(303);
        assertThat(answer.header("Location"))
                .isEqualTo("/tocsin/login.xhtml?next=%2Ftocsin%2Fissues.xhtml%3Fstatus%3Dopen");
        assertThat(answer.header("Content-Security-Policy"))
                .contains("frame-ancestors 'none'", "script-src 'self'")
                .doesNotContain("script-src 'self' 'unsafe-inline'");
        assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(answer.header("Referrer-Policy")).isEqualTo("same-origin");
        for (String hostile : List.of(
                "/tocsin/issues.xhtml?next=//evil.example.com",
                "/tocsin/a%0d%0aSet-Cookie:x=y.xhtml",
                "/tocsin/nothing.xhtml?%0d%0aSet-Cookie:x=y")) {
            Api.Answer told = nobody.get(hostile);
            assertThat(told.status()).isIn(303, 400, 404);
            assertThat(told.header("Set-Cookie")).isNull();
            assertThat(told.header("Location"))
                    .satisfiesAnyOf(
                            location -> assertThat(location).isNull(),
                            location -> assertThat(location)
                                    .startsWith("/tocsin/login.xhtml")
                                    .doesNotContain("\r", "\n"));
        }
        for (String around : List.of(
                "/tocsin/..;/api/issues",
                "/api;a=b/issues",
                "/tocsin/%2e%2e/WEB-INF/web.xml",
                "/WEB-INF/classes/META-INF/openapi.yaml",
                "/META-INF/microprofile-config.properties",
                "/faces/tocsin/users.xhtml",
                "/tocsin/users.jsf",
                "/tocsin/%75sers.xhtml",
                "//tocsin/users.xhtml",
                "/tocsin//users.xhtml")) {
            assertThat(nobody.get(around).status()).as(around).isIn(303, 400, 401, 403, 404);
        }
    }

    @Test
    void whatIsSentAsDataStaysData() {
        String hostile = "'; DROP TABLE tocsin_user; -- <script>alert(1)</script> ${7*7} #{7*7} \u202e";
        String encoded = URLEncoder.encode(hostile, StandardCharsets.UTF_8);
        for (String filter : List.of(
                "/api/issues?name=",
                "/api/issues?name_prefix=",
                "/api/issues?record_type=",
                "/api/issues?record_id=",
                "/api/issues?status=",
                "/api/issues?opened_after=",
                "/api/issues?limit=",
                "/api/issues?after=",
                "/api/issue-actions?state=",
                "/api/issue-actions?issue_id=",
                "/api/assertions?state=",
                "/api/audit?who=",
                "/api/audit?what=",
                "/api/audit?from=")) {
            Api.Answer answer = admin.get(filter + encoded);
            assertThat(answer.status()).as(filter + answer.body()).isIn(200, 400);
            assertThat(answer.header("Content-Type")).contains("json");
            assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
        }
        long id = admin.post("/api/issues", Map.of("name", hostile, "details", Map.of(hostile, hostile)))
                .expecting(201)
                .id();
        assertThat(admin.issue(id).getString("name")).isEqualTo(hostile);
        assertThat(admin.issue(id).getJsonObject("details").getString(hostile)).isEqualTo(hostile);
        admin.post("/api/users", Map.of("name", hostile, "password", "long enough for all", "role", "viewer"))
                .expecting(422);
        long token = admin.post("/api/tokens", Map.of("name", hostile, "role", "viewer"))
                .expecting(201)
                .id();
        admin.delete("/api/tokens/" + token).expecting(204);
        assertThat(admin.all("/api/users")).isNotEmpty();
    }

    /** More of them than the server has threads; each sends a byte now and then. */
    @Test
    void bodiesThatComeSlowlyKeepNobodyElseOut() throws IOException {
        String token = admin.token("reporter");
        String length = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 60000\r\n\r\na";
        String host = "Host: localhost\r\nOrigin: " + admin.root() + "\r\n";
        List<Socket> slow = new ArrayList<>();
        try {
            for (int i = 0; i < 260; i++) {
                slow.add(slowly("POST /tocsin/login.xhtml HTTP/1.1\r\n" + host + length));
                slow.add(slowly(
                        "POST /api/issues HTTP/1.1\r\n" + host + "Authorization: Bearer " + token + "\r\n" + length));
                slow.add(slowly("GET /api/issues HTTP/1.1\r\n" + host + "X-Never-Ending: "));
            }
            for (int round = 0; round < 5; round++) {
                long start = System.nanoTime();
                admin.get("/api/issues?limit=1").expecting(200);
                admin.anonymous().get("/tocsin/login.xhtml").expecting(200);
                admin.as(admin.token("reporter"))
                        .post("/api/issues", Map.of("name", "In between"))
                        .expecting(201);
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
                for (Socket one : slow) {
                    trickle(one);
                }
            }
        } finally {
            for (Socket one : slow) {
                one.close();
            }
        }
    }

    private Socket slowly(String beginning) throws IOException {
        Socket socket = new Socket("localhost", URI.create(admin.root()).getPort());
        socket.getOutputStream().write(beginning.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static void trickle(Socket socket) {
        try {
            socket.getOutputStream().write('a');
        } catch (IOException closedByTheServer) {
            assertThat(socket.isConnected()).isTrue();
        }
    }

    /** Each becomes twenty times as large when it is parsed: all of them have no room in the server. */
    @Test
    void largeBodiesAtTheSameTimeAreRefusedWhileThereIsNoRoomForThem() throws Exception {
        String large = "[" + "0,".repeat(4_000_000) + "0]";
        List<Api> programs = List.of(admin.as(admin.token("reporter")), admin.as(admin.token("reporter")));
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < 32; i++) {
                Api program = programs.get(i % 2);
                answers.add(threads.submit(() -> status(program, large)));
            }
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : answers) {
                statuses.add(answer.get());
            }
            assertThat(statuses).contains(422, 503).isSubsetOf(422, 503, CUT_OFF);
        } finally {
            threads.shutdownNow();
        }
        programs.get(0).post("/api/issues", Map.of("name", "After large ones")).expecting(201);
    }

    /** Who is refused may still be sending. */
    private static int status(Api program, String body) {
        try {
            return program.send("POST", "/api/issues", "application/json", body).status();
        } catch (UncheckedIOException e) {
            return CUT_OFF;
        }
    }

    @Test
    void aRequestIsInUtf8OrRefused() {
        Api.Answer answer = admin.send("POST", "/api/issues?x=%8D", "application/json;charset=utf-16", "{}")
                .expecting(415);

        assertThat(answer.json().getString("title")).isEqualTo("Unsupported Media Type");
        assertThat(answer.json().getString("detail")).isEqualTo("The charset is utf-16; needed is UTF-8");
        admin.send("POST", "/api/issues", "application/json; charset=\"utf-8\"", "{\"name\": \"Ünlü\"}")
                .expecting(201);
    }

    @Test
    void whatIsTooLongIsNotEvenRead() {
        admin.send("POST", "/api/issues", "application/json", "x".repeat(10_000_000))
                .expecting(413);
        admin.anonymous()
                .send("POST", "/api/issues", "application/json", "x".repeat(1_000_000))
                .expecting(401);
    }

    @Test
    void usersAreMadeAndChangedAndOneAdminStays() {
        String name = "anna-" + UUID.randomUUID();
        String password = "anna's own password";
        Api.Answer refused = admin.post("/api/users", Map.of("name", name, "password", "geheim", "role", "viewer"))
                .expecting(422);
        assertThat(refused.body()).contains("password", "12 to 200").doesNotContain("geheim");
        admin.post("/api/users", Map.of("name", name, "password", password, "role", "reporter"))
                .expecting(422);
        long id = admin.post("/api/users", Map.of("name", name, "password", password, "role", "viewer"))
                .expecting(201)
                .id();
        Api anna = admin.as(name, password);
        anna.get("/api/issues").expecting(200);
        anna.post("/api/issues", Map.of("name", "a")).expecting(403);
        admin.put("/api/users/" + id, Map.of("role", "operator"), null).expecting(200);
        anna.post("/api/issues", Map.of("name", "a")).expecting(201);
        admin.put("/api/users/" + id, Map.of("role", "operator", "enabled", false), null)
                .expecting(200);
        anna.get("/api/issues").expecting(401);
        admin.put("/api/users/" + id, Map.of("role", "viewer", "password", "another password"), null)
                .expecting(200);
        anna.get("/api/issues").expecting(401);
        admin.as(name, "another password").get("/api/issues").expecting(200);
        admin.delete("/api/users/" + id).expecting(204);
        admin.as(name, "another password").get("/api/issues").expecting(401);

        for (JsonObject other : admin.all("/api/users")) {
            if (other.getString("role").equals("admin")
                    && !other.getString("name").equals("admin")) {
                admin.put("/api/users/" + other.getJsonNumber("id"), Map.of("role", "viewer"), null)
                        .expecting(200);
            }
        }
        long self = admin.all("/api/users").stream()
                .filter(user -> user.getString("name").equals("admin"))
                .findFirst()
                .orElseThrow()
                .getJsonNumber("id")
                .longValue();
        assertThat(admin.delete("/api/users/" + self).expecting(422).body()).contains("last admin");
        admin.put("/api/users/" + self, Map.of("role", "viewer"), null).expecting(422);
        admin.put("/api/users/" + self, Map.of("role", "admin", "enabled", false), null)
                .expecting(422);
        List<JsonObject> told = admin.all("/api/audit?what=user");
        assertThat(told)
                .extracting(entry -> entry.getString("what"))
                .contains("user.create", "user.update", "user.reset-password", "user.delete");
        assertThat(told.toString()).doesNotContain(password, "another password", "PBKDF2");
    }

    @Test
    void theAuditTrailTellsWhoChangedWhat() {
        String name = "Audited " + UUID.randomUUID();
        long id = admin.post(
                        "/api/responders",
                        Map.of(
                                "watch_pattern",
                                name,
                                "actions",
                                List.of(Map.of("target_function", "log", "function_kwargs", Map.of("message", "m")))))
                .expecting(201)
                .id();
        admin.put("/api/responders/" + id, Map.of("watch_pattern", name, "enabled", false), null)
                .expecting(200);
        admin.delete("/api/responders/" + id).expecting(204);
        List<JsonObject> told = admin.all("/api/audit?what=responder&who=user%3Aadmin&limit=2").stream()
                .filter(entry -> entry.getString("subject").contains(name))
                .toList();
        assertThat(told)
                .extracting(entry -> entry.getString("what"))
                .containsExactly("responder.delete", "responder.update", "responder.create");
        assertThat(told.get(1).getJsonObject("after").getBoolean("enabled")).isFalse();
        assertThat(told.get(1).getJsonObject("before").getBoolean("enabled")).isTrue();
        assertThat(told.get(1).getJsonObject("before")).doesNotContainKey("watch_pattern");
        assertThat(told.get(0).getString("address")).isNotEmpty();

        admin.open(name);
        admin.open(name);
        admin.post("/api/issues/resolve", Map.of("name", name)).expecting(200);
        assertThat(admin.all("/api/audit?what=issues.resolve")
                        .get(0)
                        .getJsonObject("after")
                        .getInt("issues"))
                .isEqualTo(2);
        assertThat(server.log()).doesNotContain(Server.PASSWORD);
    }
}
