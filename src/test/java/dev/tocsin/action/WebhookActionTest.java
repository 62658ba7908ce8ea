package dev.tocsin.action;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.tocsin.issue.Issue;
import dev.tocsin.issue.RecordRef;
import dev.tocsin.issue.TestIssues;
import dev.tocsin.platform.FailureText;
import dev.tocsin.platform.Json;
import dev.tocsin.platform.Problem;
import dev.tocsin.platform.Problems;
import dev.tocsin.platform.Settings;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class WebhookActionTest {

    private static final Issue LATE =
            TestIssues.open(42, "Order late", Map.of("days", 3), RecordRef.of("Order", "A-7"));

    private static final Duration SOON = Duration.ofMillis(500);

    /** What a receiver got. */
    private record Received(String method, String path, Headers headers, String body) {}

    private final List<Received> received = new CopyOnWriteArrayList<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @BeforeEach
    void startServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        ended.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void sendsTheIssue() throws Exception {
        answering("/hook", 204, "");

        Object result = send(url("/hook"), "");

        assertThat(received).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("POST");
            assertThat(request.headers().getFirst("Content-Type")).isEqualTo("application/json");
            assertThat(request.headers().getFirst("Idempotency-Key")).isEqualTo("key-1");
            assertThat(request.headers()).doesNotContainKeys("Authorization", "X-tocsin-signature");
            assertThat(Json.parse(request.body())).isEqualTo(json("""
                    {"id": 42, "name": "Order late", "status": "open", "details": {"days": 3},
                     "record": {"type": "Order", "id": "A-7"}, "occurrences": 1, "regressed": false,
                     "created_at": "2026-11-23T12:34:56.000000Z", "opened_at": "2026-11-23T12:34:56.000000Z",
                     "last_seen_at": "2026-11-23T12:34:56.000000Z", "watch_pattern": "Order .*",
                     "link": "https://tocsin.example.com/issues/42"}"""));
        });
        assertThat(result)
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.MAP)
                .containsEntry("status", 204);
    }

    @Test
    void sendsWhatTheResponderSays() throws Exception {
        answering("/hook", 200, "thanks");

        send(url("/hook"), """
                , "method": "PUT", "body": ["größer", 1], "authorization": "Bearer 1234", "secret": "It's a Secret",
                "headers": {"X-Room": "ops", "Content-Type": "application/vnd.chat+json"}""");

        assertThat(received).singleElement().satisfies(request -> {
            assertThat(request.method()).isEqualTo("PUT");
            assertThat(request.body()).isEqualTo("[\"größer\",1]");
            assertThat(request.headers().getFirst("Authorization")).isEqualTo("Bearer 1234");
            assertThat(request.headers().get("Content-Type")).containsExactly("application/vnd.chat+json");
            assertThat(request.headers().getFirst("X-Room")).isEqualTo("ops");
        });
    }

    @Test
    void ofASecretThatTheAnswerRepeatsNothingIsTold() {
        String token = "tok-" + "0123456789".repeat(80);
        answering("/hook", 401, "invalid token: " + token);

        assertThatThrownBy(() -> send(url("/hook"), ", \"authorization\": \"Bearer " + token + "\""))
                .hasMessageEndingWith(": invalid token: ********");
    }

    /** The example in GitHub's documentation of X-Hub-Signature-256, whose form this is. */
    @Test
    void signsTheBodyAsGitHubDoes() throws Exception {
        ActionContext context = context(url("/"), ", \"secret\": \"It's a Secret to Everybody\"");

        assertThat(WebhookRequest.to(URI.create(url("/")), "Hello, World!".getBytes(UTF_8), context)
                        .headers()
                        .firstValue("X-Tocsin-Signature"))
                .contains("sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 410, 422, 302, 303, 304})
    void whatIsRefusedIsNotTriedAgain(int status) {
        answering("/hook", status, "");

        assertThat(failure(url("/hook")))
                .isInstanceOf(PermanentFailure.class)
                .hasMessageContaining("answered " + status);
    }

    @ParameterizedTest
    @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
    void whatMayPassIsTriedAgain(int status) {
        answering("/hook", status, "Not now,\r\nplease");

        assertThat(failure(url("/hook")))
                .isNotInstanceOf(PermanentFailure.class)
                .hasMessage("127.0.0.1 answered " + status + ", Retry-After \"120\": " + "Not now,  please");
    }

    @Test
    void aServerThatIsNotThereIsTriedAgain() throws IOException {
        int port;
        try (ServerSocket nobody = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = nobody.getLocalPort();
        }

        Throwable failure = failure("http://127.0.0.1:" + port + "/secret-path");

        assertThat(failure).isNotInstanceOf(PermanentFailure.class);
        assertThat(FailureText.of(failure))
                .contains("127.0.0.1", "ConnectException")
                .doesNotContain("secret-path");
    }

    @Test
    void aConnectionThatIsDroppedIsTriedAgain() throws Exception {
        try (ServerSocket dropping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            threads.execute(() -> closeAll(dropping));

            assertThat(failure("http://127.0.0.1:" + dropping.getLocalPort() + "/"))
                    .isInstanceOf(IOException.class)
                    .hasMessage("127.0.0.1 could not be reached, or broke off");
        }
    }

    private static void closeAll(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket connection = server.accept()) {
                assertThat(connection.getInputStream().read()).isPositive();
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void oneThatDoesNotAnswerIsGivenUp() {
        server.createContext("/hook", exchange -> awaitEnd());

        long begin = System.nanoTime();

        assertThat(catchThrowable(() -> send(url("/hook"), "", SOON)))
                .isInstanceOf(IOException.class)
                .hasMessage("127.0.0.1 did not answer within 500 ms");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void anInterruptEndsIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        server.createContext("/hook", exchange -> {
            asked.countDown();
            awaitEnd();
        });
        var call = threads.submit(() -> {
            Throwable failure = catchThrowable(
                    () -> new WebhookAction(settings(""), Duration.ofMinutes(1)).execute(context(url("/hook"), "")));
            assertThat(failure).isInstanceOf(InterruptedException.class);
            ended.countDown();
            return null;
        });
        asked.await();

        call.cancel(true);

        assertThat(ended.await(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anAnswerThatTricklesInForEverIsCutOff() {
        server.createContext("/hook", exchange -> {
            exchange.sendResponseHeaders(500, 0);
            exchange.getResponseBody().write("so far".getBytes(UTF_8));
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        assertThat(catchThrowable(() -> send(url("/hook"), "", SOON))).hasMessageContaining("did not answer within");
    }

    @Test
    void onceItIsTakenTheRestOfTheAnswerDoesNotMatter() throws Exception {
        server.createContext("/hook", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        Object status = ((Map<?, ?>) send(url("/hook"), "")).get("status");

        assertThat(status).isEqualTo(200);
    }

    @Test
    void aHugeAnswerIsNotReadToItsEnd() {
        AtomicLong written = new AtomicLong();
        CountDownLatch broken = new CountDownLatch(1);
        server.createContext("/hook", exchange -> {
            exchange.sendResponseHeaders(404, 0);
            byte[] page = "no ".repeat(10_000).getBytes(UTF_8);
            try (OutputStream answer = exchange.getResponseBody()) {
                while (written.get() < 1L << 32) {
                    answer.write(page);
                    written.addAndGet(page.length);
                }
            } finally {
                broken.countDown();
            }
        });

        Throwable failure = failure(url("/hook"));

        assertThat(failure).isInstanceOf(PermanentFailure.class);
        assertThat(failure.getMessage()).hasSizeLessThan(400).startsWith("127.0.0.1 answered 404: no no");
        assertThat(catchThrowable(() -> assertThat(broken.await(20, java.util.concurrent.TimeUnit.SECONDS))
                        .isTrue()))
                .isNull();
        assertThat(written.get()).isLessThan(1L << 30);
    }

    @ParameterizedTest
    @ValueSource(ints = {307, 308})
    void aRedirectOnTheSameHostIsFollowed(int status) throws Exception {
        redirecting("/hook", status, "/there");
        answering("/there", 201, "");

        send(url("/hook"), ", \"authorization\": \"Bearer 1234\"");

        assertThat(received).extracting(Received::method).containsExactly("POST", "POST");
        assertThat(received.get(1).headers().getFirst("Authorization")).isEqualTo("Bearer 1234");
        assertThat(received.get(1).body()).isEqualTo(received.get(0).body());
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:{port}/there, localhost",
        "http://127.0.0.1:1/there, 127.0.0.1:1",
        "//127.0.0.2/there, 127.0.0.2",
        "http://127.0.0.1@127.0.0.2/there, 127.0.0.2",
        "ftp://127.0.0.1/there, 127.0.0.1",
        "mailto:a@example.com, no address",
        "http:[, no address"
    })
    void aRedirectToAnotherHostIsNotFollowed(String location, String shown) {
        redirecting(
                "/hook",
                307,
                location.replace("{port}", Integer.toString(server.getAddress().getPort())));
        answering("/there", 200, "");

        assertThat(failure(url("/hook"))).isInstanceOf(PermanentFailure.class).hasMessageContaining(shown);
        assertThat(received).hasSize(1);
    }

    @Test
    void aCircleOfRedirectsEnds() {
        redirecting("/hook", 307, "/hook");

        assertThat(failure(url("/hook"))).isInstanceOf(PermanentFailure.class).hasMessageContaining("once too often");
        assertThat(received).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "'a.example.com, 127.0.0.1', true",
        "*.example.com, false",
        "localhost, false",
    })
    void onlyHostsThatAreAllowedAreSentTo(String hosts, boolean allowed) throws Exception {
        answering("/hook", 200, "");
        WebhookAction action = new WebhookAction(settings(hosts), Duration.ofSeconds(20));
        Problems problems = new Problems();

        action.check(context(url("/hook"), "").arguments(), "kwargs", problems);
        Throwable failure = catchThrowable(() -> action.execute(context(url("/hook"), "")));

        if (allowed) {
            assertThat(failure).isNull();
            assertThat(problems.isEmpty()).isTrue();
        } else {
            assertThat(failure).isInstanceOf(PermanentFailure.class).hasMessageContaining("TOCSIN_WEBHOOK_HOSTS");
            assertThat(problems.all())
                    .singleElement()
                    .satisfies(problem -> assertThat(problem.toString())
                            .isEqualTo("kwargs.url: has the host \"127.0.0.1\"; TOCSIN_WEBHOOK_HOSTS allows " + hosts));
            assertThat(received).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "*.example.com, hooks.Example.com, true",
        "*.example.com, a.b.example.com., true",
        "*.example.com, example.com, false",
        "*.example.com, evil-example.com, false",
        "example.com, example.com, true",
        "example.com, example.com.evil.net, false",
        "[::1], [::1], true"
    })
    void aPatternOfHostsIsOneNameOrAllBelowOne(String pattern, String host, boolean matches) {
        assertThat(WebhookRequest.isBy(pattern, host)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.com/",
                "/hook",
                "example.com",
                "http://",
                "http:///hook",
                "http://user:password@example.com/",
                "http://exa mple.com/",
                "javascript:alert(1)",
                "http://example.com:99999/"
            })
    void anAddressThatCannotBeIsRefusedWhenItIsSaved(String url) {
        assertThat(problems("{'url': '" + url + "'}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("url"))
                .satisfies(problem -> assertThat(problem.message()).doesNotContain("password"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'X-A': 'a\\r\\nX-B: b' | X-A",
                "'X-A': 'a\\nb' | X-A",
                "'X-A': 'a\\u0000' | X-A",
                "'X-A': 'größer' | X-A",
                "'X-A\\r\\nX-B': 'a' | X-A  X-B",
                "'X A': 'a' | X A",
                "'': 'a' | ",
                "'X-A': 1 | X-A",
                "'Host': 'evil' | Host",
                "'content-LENGTH': '1' | content-LENGTH",
                "'Transfer-Encoding': 'chunked' | Transfer-Encoding",
                "'Connection': 'close' | Connection",
                "'Authorization': 'Basic 1' | Authorization",
                "'Idempotency-Key': '1' | Idempotency-Key",
                "'X-Tocsin-Signature': '1' | X-Tocsin-Signature"
            })
    void aHeaderThatCouldBeAnotherIsRefusedWhenItIsSaved(String headers, String name) {
        assertThat(problems("{'url':'http://a/','headers':{" + headers + "}}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo("headers." + (name == null ? "" : name)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'headers': [] | headers",
                "'headers': {'X-A': 'a', 'x-a': 'b'} | headers",
                "'method': 'GET' | method",
                "'method': 'post' | method",
                "'authorization': 'Bearer a\\r\\nX-B: b' | authorization",
                "'authorization': 'Bearer größer' | authorization",
                "'secret': ' ' | secret"
            })
    void whateverElseCannotBeIsRefusedWhenItIsSaved(String argument, String path) {
        assertThat(problems("{'url':'http://a/'," + argument + "}"))
                .singleElement()
                .satisfies(problem -> assertThat(problem.path()).isEqualTo(path));
    }

    @Test
    void whatIsStoredMayBeSavedAgain() {
        assertThat(problems("{'url':'https://a/b?c=d','authorization':'********','secret':'********','headers':null}"))
                .isEmpty();
    }

    private List<Problem> problems(String arguments) {
        WebhookAction action = new WebhookAction(settings(""), Duration.ofSeconds(1));
        JsonObject given = json(arguments.replace('\'', '"'));
        Problems problems = new Problems();
        action.arguments().check(given, "", problems);
        if (problems.isEmpty()) {
            action.check(given, "", problems);
        }
        return problems.all();
    }

    private void answering(String path, int status, String body) {
        server.createContext(path, keeping(exchange -> {
            exchange.getResponseHeaders().add("Retry-After", "120");
            byte[] bytes = body.getBytes(UTF_8);
            exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
            if (bytes.length > 0) {
                exchange.getResponseBody().write(bytes);
            }
        }));
    }

    private void redirecting(String path, int status, String location) {
        server.createContext(path, keeping(exchange -> {
            exchange.getResponseHeaders().add("Location", location);
            exchange.sendResponseHeaders(status, -1);
        }));
    }

    private HttpHandler keeping(HttpHandler answer) {
        return exchange -> {
            received.add(read(exchange));
            answer.handle(exchange);
            exchange.close();
        };
    }

    private static Received read(HttpExchange exchange) throws IOException {
        return new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    }

    private void awaitEnd() {
        try {
            ended.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static Throwable failure(String url) {
        return catchThrowable(() -> send(url, ""));
    }

    private static Object send(String url, String more) throws Exception {
        return send(url, more, Duration.ofSeconds(20));
    }

    private static Object send(String url, String more, Duration longest) throws Exception {
        return new WebhookAction(settings(""), longest).execute(context(url, more));
    }

    private static ActionContext context(String url, String more) {
        return new ActionContext(
                LATE,
                json("{\"url\": \"" + url + "\"" + more + "}"),
                "key-1",
                1,
                LATE.openedAt(),
                "Order .*",
                URI.create("https://tocsin.example.com/issues/" + LATE.id()));
    }

    private static Settings settings(String hosts) {
        return Settings.from(key -> key.equals("tocsin.webhook.hosts") ? Optional.of(hosts) : Optional.empty());
    }

    private static JsonObject json(String text) {
        return Json.parse(text).asJsonObject();
    }
}
