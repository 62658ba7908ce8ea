package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One server, and more than it asked for. */
class LoadIT {

    private static final int CLIENTS = 8;

    /** So long may a thread have to wait when the machine has more to do. */
    private static final Duration STARVED = Duration.ofSeconds(10);

    /** By then the server has read how wrong its clock is. */
    private static final Duration CLOCK_IS_READ = Duration.ofMillis(100);

    private static final String DATABASE = Postgres.newDatabase();
    private static final Sql SQL = new Sql(DATABASE);
    private static final Path CLOCK = Server.newFolder().resolve("clock");
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        setClockWrongBy(0);
        server = Server.onPostgres(DATABASE)
                .withTestActions()
                .forLong()
                .with("TOCSIN_TEST_CLOCK", CLOCK)
                .with("TOCSIN_LEASE", "5s")
                .with("TOCSIN_SWEEP", "1s")
                .ready();
    }

    @AfterAll
    static void stop() {
        server.close();
        // Not before: what a connection knows of it comes with its end at the latest.
        SQL.assertNoDeadlock();
    }

    private static void setClockWrongBy(int seconds) throws IOException {
        Path next = Files.writeString(CLOCK.resolveSibling("next"), Integer.toString(seconds));
        Files.move(next, CLOCK, StandardCopyOption.ATOMIC_MOVE);
        LockSupport.parkNanos(CLOCK_IS_READ.toNanos());
    }

    /** One task for each client, each with a random of its own. */
    private static void fromManyClients(String purpose, BiConsumer<Integer, Random> task) throws Exception {
        Random chance = Chance.of(purpose);
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                Random own = new Random(chance.nextLong());
                all.add(threads.submit(() -> task.accept(number, own)));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void awaitNothingToDo() {
        await().atMost(300, SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        SQL.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state IN ('PLANNED', 'RUNNING')")
                                == 0);
    }

    @Test
    void slowActionsInAllWorkersHoldUpTheOthersOnlyForAWhile() {
        Lines lines = new Lines(Server.newFolder().resolve("quick"));
        Api api = server.api();
        api.respond("Slow", List.of(Map.of("target_function", "hang")));
        api.respond("Quick", List.of(lines.action()));
        List<Map<String, ?>> slow = new ArrayList<>();
        IntStream.range(0, 600).forEach(i -> slow.add(Map.of("name", "Slow " + i)));
        api.post("/api/issues", slow).expecting(201);
        for (int i = 0; i < 50; i++) {
            long start = System.nanoTime();
            api.open("Quick " + i);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STARVED);
        }
        await().atMost(60, SECONDS).until(() -> lines.all().size() == 50);
        assertThat(SQL.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE target_function = 'hang'"
                        + " AND attempts = 0"))
                .as("slow ones that still wait for their turn")
                .isPositive();
        for (String name : List.of("Slow", "Quick")) {
            SQL.column("SELECT id FROM tocsin_issue WHERE name LIKE '" + name + " %' AND status = 'OPEN'")
                    .forEach(id ->
                            api.post("/api/issues/" + id + "/resolve", Map.of()).expecting(200));
        }
        awaitNothingToDo();
    }

    @Test
    void thoseWhoChangeTheSameIssuesDoNotWaitForEachOther() throws Exception {
        int turns = Form.of(15, 300);
        Api api = server.api();
        api.post(
                        "/api/responders",
                        Map.of(
                                "watch_pattern",
                                "Shared",
                                "allow_retry",
                                true,
                                "actions",
                                List.of(new Lines(Server.newFolder().resolve("shared")).action())))
                .expecting(201);
        List<Map<String, ?>> issues = new ArrayList<>();
        IntStream.range(0, 20).forEach(i -> issues.add(Map.of("name", "Shared " + i, "once", true)));
        api.post("/api/issues", issues).expecting(201);
        fromManyClients("the same issues", (client, chance) -> {
            for (int turn = 0; turn < turns; turn++) {
                List<Map<String, ?>> some = new ArrayList<>(issues);
                Collections.shuffle(some, chance);
                switch (client) {
                    case 0 -> api.post("/api/jobs/respond-to-issues", Map.of()).expecting(202);
                    case 1, 2 ->
                        some.forEach(issue -> api.post("/api/issues", issue).expecting(200));
                    default -> api.post("/api/issues", some).expecting(200);
                }
            }
        });
        awaitNothingToDo();
        assertThat(SQL.number("SELECT COUNT(*) FROM tocsin_issue WHERE name LIKE 'Shared %'"))
                .isEqualTo(issues.size());
    }

    @Test
    void actionsThatDoNotLetThemselvesBeInterruptedTakeNobodysThread() throws IOException {
        int stubborn = 20;
        Lines lines = new Lines(Server.newFolder().resolve("beside"));
        Path end = Server.newFolder().resolve("end");
        Api api = server.api();
        api.respond(
                "Stubborn",
                List.of(Map.of("target_function", "stubborn", "function_kwargs", Map.of("until", end.toString()))));
        api.respond("Beside", List.of(lines.action()));
        List<Map<String, ?>> issues = new ArrayList<>();
        IntStream.range(0, stubborn).forEach(i -> issues.add(Map.of("name", "Stubborn " + i)));
        try {
            api.post("/api/issues", issues).expecting(201);
            await().atMost(60, SECONDS)
                    .until(() -> SQL.number("SELECT COUNT(*) FROM tocsin_attempt t JOIN tocsin_issue_action a"
                                    + " ON a.id = t.issue_action_id WHERE a.target_function = 'stubborn'"
                                    + " AND t.outcome = 'TIMED_OUT'")
                            >= stubborn);
            api.open("Beside them");
            awaitLines(lines, 1);
        } finally {
            Files.createFile(end);
        }
        awaitNothingToDo();
    }

    @Test
    void aClockThatJumpsStopsNothing() throws IOException {
        Lines lines = new Lines(Server.newFolder().resolve("jumped"));
        Api api = server.api();
        api.respond("Jump", List.of(lines.action(), lines.action(1800)));
        try {
            api.open("Jump, with the right time");
            awaitLines(lines, 1);
            setClockWrongBy(3600);
            awaitLines(lines, 2);
            api.open("Jump, an hour ahead");
            awaitLines(lines, 3);
            setClockWrongBy(-3600);
            api.open("Jump, an hour behind");
            awaitLines(lines, 4);
            setClockWrongBy(0);
            awaitLines(lines, 5);
            long again = api.open("Jump, with the right time again");
            awaitLines(lines, 6);
            assertThat(api.issue(again).getInt("occurrences")).isEqualTo(1);
            api.get("/health").expecting(200);
            setClockWrongBy(7200);
            awaitLines(lines, 8);
        } finally {
            setClockWrongBy(0);
        }
        assertThat(lines.all().stream().map(Lines.Line::key)).doesNotHaveDuplicates();
        awaitNothingToDo();
    }

    private static void awaitLines(Lines lines, int count) {
        await().atMost(60, SECONDS)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(lines.all()).hasSize(count));
    }

    /** What can be asked of the API; ids are put in where there is a {@code #}. */
    private static final List<String> ENDPOINTS = List.of(
            "/api/actions",
            "/api/assertions",
            "/api/assertions/#",
            "/api/assertions/#/run",
            "/api/audit",
            "/api/checks",
            "/api/issue-actions",
            "/api/issue-actions/#",
            "/api/issue-actions/#/run-again",
            "/api/issue-actions/#/cancel",
            "/api/issues",
            "/api/issues/#",
            "/api/issues/#/resolve",
            "/api/issues/#/reopen",
            "/api/issues/#/wont-fix",
            "/api/issues/resolve",
            "/api/jobs",
            "/api/jobs/#",
            "/api/jobs/check-assertions",
            "/api/jobs/#/stop",
            "/api/jobs/#/restart",
            "/api/responders",
            "/api/responders/#",
            "/api/responders/try",
            "/api/tokens",
            "/api/tokens/#",
            "/api/users",
            "/api/users/#",
            "/api/openapi.json",
            "/health",
            "/metrics",
            "/tocsin/",
            "/tocsin/login.xhtml",
            "/tocsin/issues.xhtml",
            "/tocsin/issue.xhtml",
            "/tocsin/responder.xhtml",
            "/tocsin/settings.xhtml");

    private static final String JSON =
            "{\"name\":\"Random\",\"details\":{\"a\":[1,2,{\"b\":null}]},\"once\":true,\"watch_pattern\":\"x\"}";

    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS");
    private static final List<String> TYPES = List.of(
            "application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "a/b;c");

    @Test
    void randomBytesAreAnsweredAndForgotten() throws Exception {
        int requests = Form.of(20_000, 100_000);
        Api api = server.api();
        Map<String, String> wrong = new ConcurrentHashMap<>();
        fromManyClients("random bytes", (client, chance) -> {
            for (int i = client; i < requests; i += CLIENTS) {
                if (chance.nextInt(20) == 0) {
                    sendBytes(chance);
                } else {
                    sendRequest(api, chance, wrong);
                }
            }
        });
        assertThat(wrong).as("answers that were the server's fault").isEmpty();
        long id = api.open("After random bytes");
        assertThat(api.issue(id).getString("status")).isEqualTo("open");
        api.get("/health").expecting(200);
        api.get("/tocsin/login.xhtml").expecting(200);
    }

    private static void sendRequest(Api api, Random chance, Map<String, String> wrong) {
        String path = ENDPOINTS.get(chance.nextInt(ENDPOINTS.size())).replace("#", id(chance));
        if (chance.nextBoolean()) {
            path += "?" + encoded(chance) + "=" + encoded(chance) + "&limit=" + encoded(chance);
        }
        String method = METHODS.get(chance.nextInt(METHODS.size()));
        String body = method.equals("GET") || method.equals("HEAD") ? "" : body(chance);
        Api.Answer answer = api.exchange(method, path, body, "Content-Type", TYPES.get(chance.nextInt(TYPES.size())));
        // 501: not even the server knows the method.
        if (answer.status() >= 500 && answer.status() != 501) {
            wrong.put(answer.status() + " " + method + " " + path, body);
        }
    }

    private static String id(Random chance) {
        return switch (chance.nextInt(4)) {
            case 0 -> encoded(chance);
            case 1 -> Long.toString(chance.nextLong());
            default -> Integer.toString(chance.nextInt(2000));
        };
    }

    private static String encoded(Random chance) {
        byte[] bytes = new byte[chance.nextInt(12)];
        chance.nextBytes(bytes);
        StringBuilder text = new StringBuilder("x");
        for (byte one : bytes) {
            text.append(String.format("%%%02X", one));
        }
        return text.toString();
    }

    /** Bytes, or JSON with some bytes changed. */
    private static String body(Random chance) {
        byte[] bytes = JSON.getBytes(StandardCharsets.UTF_8);
        if (chance.nextBoolean()) {
            bytes = new byte[chance.nextInt(2000)];
            chance.nextBytes(bytes);
        } else {
            for (int i = 0; i < chance.nextInt(5); i++) {
                bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt(256);
            }
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private static void sendBytes(Random chance) {
        byte[] bytes = new byte[1 + chance.nextInt(500)];
        chance.nextBytes(bytes);
        try (Socket socket = new Socket("localhost", server.port())) {
            socket.setSoTimeout(200);
            socket.getOutputStream().write(bytes);
            socket.getInputStream().read(new byte[1000]);
        } catch (IOException cutOffOrSilent) {
            assertThat(server.isAlive()).isTrue();
        }
    }

    /** What the server holds at a moment. */
    private record Look(double threads, long connections) {}

    @Test
    void underMixedLoadMemoryThreadsAndConnectionsStayFlat() throws Exception {
        Duration length =
                Form.of(Duration.ofSeconds(Integer.getInteger("tocsin.load.seconds", 300)), Duration.ofHours(1));
        Api api = server.api();
        Lines lines = new Lines(Server.newFolder().resolve("mixed"));
        api.respond("Mixed", List.of(lines.action(), lines.action(2)));
        List<Look> looks = Collections.synchronizedList(new ArrayList<>());
        long end = System.nanoTime() + length.toNanos();
        long warm = System.nanoTime() + length.dividedBy(3).toNanos();
        List<Double> live = Collections.synchronizedList(new ArrayList<>());
        Api page = api.signedIn("admin", Server.PASSWORD);
        fromManyClients("mixed load", (client, chance) -> {
            while (System.nanoTime() < end) {
                if (client == 0) {
                    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
                    looks.add(look(api));
                    if (live.isEmpty() && System.nanoTime() > warm) {
                        live.add(server.liveMib());
                    }
                } else {
                    somethingOfEverything(api, page, chance);
                    LockSupport.parkNanos(20_000_000);
                }
            }
        });
        int third = looks.size() / 3;
        List<Look> first = looks.subList(0, third);
        List<Look> last = looks.subList(looks.size() - third, looks.size());
        live.add(server.liveMib());
        System.out.printf(
                "Under mixed load: live %.1f → %.1f MiB, threads %.0f → %.0f, connections %d → %d%n",
                live.get(0), live.get(1), threads(first), threads(last), connections(first), connections(last));
        assertThat(live.get(1))
                .as("MiB in use after a collection, since the first third")
                .isLessThan(live.get(0) * 1.1 + 5);
        assertThat(threads(last)).as("threads, at most").isLessThan(threads(first) * 1.3 + 20);
        assertThat(connections(last)).as("connections, at most").isLessThanOrEqualTo(connections(first) + 15);
        awaitNothingToDo();
        assertThat(lines.all().stream().map(Lines.Line::key)).doesNotHaveDuplicates();
    }

    @Test
    void whoLooksAtPagesLeavesNothingInTheSession() {
        Api page = server.api().signedIn("admin", Server.PASSWORD);
        lookAtIssues(page, 50);
        long before = server.live(ConcurrentHashMap.class);
        lookAtIssues(page, 500);
        assertThat(server.live(ConcurrentHashMap.class) - before)
                .as("maps left behind by 500 looks at a page")
                .isLessThan(250);
    }

    private static void lookAtIssues(Api page, int times) {
        for (int i = 0; i < times; i++) {
            page.get("/tocsin/issues.xhtml").expecting(200);
        }
    }

    private static double threads(List<Look> looks) {
        return looks.stream().mapToDouble(Look::threads).max().orElseThrow();
    }

    private static long connections(List<Look> looks) {
        return looks.stream().mapToLong(Look::connections).max().orElseThrow();
    }

    private static void somethingOfEverything(Api api, Api page, Random chance) {
        try {
            switch (chance.nextInt(8)) {
                case 0, 1 -> {
                    long id = api.open("Mixed " + chance.nextInt());
                    if (chance.nextBoolean()) {
                        api.post("/api/issues/" + id + "/resolve", Map.of()).expecting(200);
                    }
                }
                case 2 -> {
                    for (int i = 0; i < 30; i++) {
                        assertThat(api.post("/api/issues", Map.of("name", "Stormy", "once", true))
                                        .status())
                                .isIn(200, 201);
                    }
                }
                case 3 ->
                    api.post("/api/issues/resolve", Map.of("name", "Stormy")).expecting(200);
                case 4 -> api.get("/api/issues?limit=50").expecting(200);
                case 5 -> page.get("/tocsin/index.xhtml").expecting(200);
                case 6 -> page.get("/tocsin/issues.xhtml").expecting(200);
                default -> api.get("/api/issue-actions?limit=50").expecting(200);
            }
        } catch (UncheckedIOException e) {
            throw new IllegalStateException("No answer under mixed load", e);
        }
    }

    private static Look look(Api api) {
        String metrics = api.get("/metrics").expecting(200).body();
        return new Look(
                metric(metrics, "thread_count"),
                SQL.number("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database()"));
    }

    private static double metric(String metrics, String name) {
        return metrics.lines()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("There is no metric " + name));
    }
}
