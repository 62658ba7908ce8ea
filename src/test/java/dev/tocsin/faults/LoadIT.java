package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One server, and more than it asked for. */
class LoadIT {

    private static final int CLIENTS = 8;

    /** Four for each of the workers that there are by default. */
    private static final int MOST_THREADS = 64;

    /** So long may a thread have to wait when the machine has more to do. */
    private static final Duration STARVED = Duration.ofSeconds(10);

    /** By then the server has read how wrong its clock is. */
    private static final Duration CLOCK_IS_READ = Duration.ofMillis(100);

    private static final String DATABASE = Postgres.newDatabase();
    private static final Sql SQL = new Sql(DATABASE);
    private static final Path CLOCK = Server.newFolder().resolve("clock");
    private static final MailCollector MAIL = new MailCollector();
    private static Server server;

    @BeforeAll
    static void start() throws IOException {
        setClockWrongBy(0);
        server = Server.onPostgres(DATABASE)
                .withTestActions()
                .forLong()
                .with("TOCSIN_TEST_CLOCK", CLOCK)
                .with("TOCSIN_LEASE", "15s")
                .with("TOCSIN_SWEEP", "1s")
                .with("TOCSIN_MAIL_HOST", "127.0.0.1")
                .with("TOCSIN_MAIL_PORT", MAIL.port())
                .with("TOCSIN_KEEP_RESOLVED", "2m")
                .with("TOCSIN_RETENTION_EVERY", "30s")
                .ready();
    }

    @AfterAll
    static void stop() {
        server.close();
        MAIL.close();
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
        api.respond("(Quick|Later)", List.of(lines.action()));
        List<Map<String, ?>> slow = new ArrayList<>();
        IntStream.range(0, 600).forEach(i -> slow.add(Map.of("name", "Slow " + i)));
        api.post("/api/issues", slow).expecting(201);
        openQuick(api, "Quick");
        Lateness atFirst = latenessOfQuick("Quick");
        openQuick(api, "Later");
        Lateness later = latenessOfQuick("Later");
        System.out.printf(
                "Beside slow actions, most of the quick ones were late by %d ms at first, and by %d ms later%n",
                atFirst.ofMost(), later.ofMost());
        assertThat(atFirst.ofMost())
                .as("how late 95 of 100 were, in milliseconds, when it was not known which are slow")
                .isLessThan(5_000);
        assertThat(later.ofMost())
                .as("how late 95 of 100 were, in milliseconds, when it was known")
                .isLessThan(2_000);
        assertThat(SQL.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE target_function = 'hang'"
                        + " AND attempts = 0"))
                .as("slow ones that still wait for their turn")
                .isPositive();
        for (String name : List.of("Slow", "Quick", "Later")) {
            SQL.column("SELECT id FROM tocsin_issue WHERE name LIKE '" + name + " %' AND status = 'OPEN'")
                    .forEach(id ->
                            api.post("/api/issues/" + id + "/resolve", Map.of()).expecting(200));
        }
        awaitNothingToDo();
    }

    private static final int QUICK = 50;

    private static void openQuick(Api api, String name) {
        for (int i = 0; i < QUICK; i++) {
            long start = System.nanoTime();
            api.open(name + " " + i);
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(STARVED);
        }
    }

    private static Lateness latenessOfQuick(String name) {
        return await().atMost(30, SECONDS)
                .until(
                        () -> Lateness.of(SQL, name + " %"),
                        late -> late.sorted().size() == QUICK);
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
    void actionsThatDoNotLetThemselvesBeInterruptedTakeNobodysThreadAsLongAsThereIsOne() throws IOException {
        Lines lines = new Lines(Server.newFolder().resolve("beside"));
        Path end = Server.newFolder().resolve("end");
        Api api = server.api();
        api.respond(
                "Stubborn",
                List.of(Map.of("target_function", "stubborn", "function_kwargs", Map.of("until", end.toString()))));
        api.respond("Beside", List.of(lines.action()));
        try {
            openStubborn(api, 20);
            api.open("Beside them");
            awaitLines(lines, 1);
            openStubborn(api, MOST_THREADS);
            await().atMost(60, SECONDS)
                    .until(() -> server.log().contains(MOST_THREADS + " actions whose time is over go on"));
            api.open("Beside all of them");
            api.get("/health").expecting(200);
        } finally {
            Files.createFile(end);
        }
        awaitLines(lines, 2);
        awaitNothingToDo();
    }

    /** Until so many have been given up, and go on. */
    private static void openStubborn(Api api, int count) {
        List<Map<String, ?>> issues = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> issues.add(Map.of("name", "Stubborn " + i)));
        api.post("/api/issues", issues).expecting(201);
        await().atMost(60, SECONDS)
                .until(() -> SQL.number("SELECT COUNT(*) FROM tocsin_attempt t JOIN tocsin_issue_action a"
                                + " ON a.id = t.issue_action_id WHERE a.target_function = 'stubborn'"
                                + " AND t.outcome = 'TIMED_OUT'")
                        >= count);
    }

    @Test
    void aClockThatJumpsStopsNothing() throws IOException {
        Lines lines = new Lines(Server.newFolder().resolve("jumped"));
        Api api = server.api();
        api.respond("Jump", List.of(lines.action(), lines.action(1800)));
        api.respond("While it jumps", List.of(Map.of("target_function", "two-seconds")));
        try {
            api.open("Jump, with the right time");
            awaitLines(lines, 1);
            jumpWhileAnActionRuns(api, 3600);
            awaitLines(lines, 2);
            api.open("Jump, an hour ahead");
            awaitLines(lines, 3);
            jumpWhileAnActionRuns(api, -3600);
            api.open("Jump, an hour behind");
            awaitLines(lines, 4);
            jumpWhileAnActionRuns(api, 0);
            awaitLines(lines, 5);
            long again = api.open("Jump, with the right time again");
            awaitLines(lines, 6);
            assertThat(api.issue(again).getInt("occurrences")).isEqualTo(1);
            api.get("/health").expecting(200);
            jumpWhileAnActionRuns(api, 7200);
            awaitLines(lines, 8);
        } finally {
            setClockWrongBy(0);
        }
        assertThat(lines.all().stream().map(Lines.Line::key)).doesNotHaveDuplicates();
        awaitNothingToDo();
    }

    /** It is not taken for abandoned or overdue, and its lease does not run out: it is attempted once. */
    private static void jumpWhileAnActionRuns(Api api, int seconds) throws IOException {
        long issue = api.open("While it jumps, to " + seconds);
        await().atMost(60, SECONDS)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> onlyAction(api, issue).getString("state").equals("running"));
        setClockWrongBy(seconds);
        await().atMost(60, SECONDS)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> !onlyAction(api, issue).getString("state").equals("running"));
        assertThat(onlyAction(api, issue).getString("state")).isEqualTo("succeeded");
        assertThat(onlyAction(api, issue).getJsonArray("attempts")).hasSize(1);
    }

    private static JsonObject onlyAction(Api api, long issue) {
        List<JsonObject> actions = api.actions(issue);
        assertThat(actions).hasSize(1);
        return actions.get(0);
    }

    private static void awaitLines(Lines lines, int count) {
        await().atMost(60, SECONDS)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(lines.all()).hasSize(count));
    }

    /** What an admin makes, and what is to be the same afterwards. */
    private static final List<String> KEPT = List.of("responders", "assertions", "users", "tokens");

    private static final Set<String> OF_ITS_CHECKS =
            Set.of("state", "consecutive_failures", "last_run", "running_job_id");

    @Test
    void randomBytesAreAnsweredAndForgotten() throws Exception {
        int requests = Form.of(6_000, 100_000);
        Api api = server.api();
        RandomRequests random = new RandomRequests(server.port());
        long before = makeOneOfEach(api);
        Map<String, List<JsonObject>> kept = new HashMap<>();
        KEPT.forEach(kind -> kept.put(kind, api.all("/api/" + kind)));
        kept.forEach((kind, all) -> random.mayNotChange(
                kind,
                all.stream().map(one -> one.getJsonNumber("id").longValue()).toList()));
        random.mayNotChange("issues", List.of(before));
        makeWhatMayBeChanged(api, random);
        List<Api> people = Stream.generate(() -> api.signedIn("admin", Server.PASSWORD))
                .limit(CLIENTS)
                .toList();
        fromManyClients("random bytes", (client, chance) -> {
            for (int i = client; i < requests; i += CLIENTS) {
                random.send(api, people.get(client), chance);
            }
        });
        List<Duration> times = random.times();
        System.out.println("Random requests: 99 of 100 were answered within " + times.get(times.size() * 99 / 100)
                + ", all within " + times.get(times.size() - 1) + "; done were " + random.succeeded());
        assertThat(random.leftOut()).as("what nothing was sent to").isEmpty();
        assertThat(random.faults()).as("answers that were the server's fault").isEmpty();
        assertThat(times.get(times.size() * 99 / 100)).isLessThan(Duration.ofSeconds(5));
        assertThat(times.get(times.size() - 1)).isLessThan(STARVED.multipliedBy(3));
        assertThat(random.succeeded())
                .as("what was done, although it came with the rest")
                .contains(
                        "POST /api/issues",
                        "POST /api/issues/{id}/resolve",
                        "POST /api/responders",
                        "PUT /api/responders/{id}",
                        "POST /api/assertions",
                        "POST /api/users",
                        "POST /api/tokens",
                        "the form of /tocsin/responder.xhtml",
                        "the form of /tocsin/issue.xhtml");
        people.forEach(person -> person.get("/tocsin/issues.xhtml").expecting(200));
        KEPT.forEach(kind -> assertKept(api, kind, kept.get(kind)));
        assertThat(api.issue(before).getString("status")).isEqualTo("open");
        assertWorksAsEver(api);
    }

    /** So that there is something to lose. @return an issue */
    private static long makeOneOfEach(Api api) {
        api.respond("Before random signs", List.of(Map.of("target_function", "log")));
        api.post(
                        "/api/assertions",
                        Map.of(
                                "name",
                                "Before random bytes",
                                "check_function",
                                "disk-space",
                                "arguments",
                                Map.of("path", "/tmp", "least_mib", 1),
                                "every",
                                "1h",
                                "enabled",
                                false))
                .expecting(201);
        api.post("/api/users", Map.of("name", "before", "password", "before the random bytes", "role", "viewer"))
                .expecting(201);
        api.token("viewer");
        return api.open("Before the random bytes");
    }

    private static void makeWhatMayBeChanged(Api api, RandomRequests random) {
        api.respond("Random bytes \\d+", List.of(Map.of("target_function", "log")));
        List<Long> issues = IntStream.range(0, 20)
                .mapToObj(i -> api.open("Random bytes " + i))
                .toList();
        random.mayChange("issues", issues.stream().map(String::valueOf).toList());
        random.mayChange(
                "issue-actions",
                issues.stream()
                        .flatMap(issue -> api.actions(issue).stream())
                        .map(action -> action.get("id").toString())
                        .toList());
    }

    /** What was there is as it was; what came goes. */
    private static void assertKept(Api api, String kind, List<JsonObject> before) {
        List<JsonObject> after = api.all("/api/" + kind);
        List<JsonValue> ids = before.stream().map(one -> one.get("id")).toList();
        assertThat(after.stream().filter(one -> ids.contains(one.get("id"))).map(LoadIT::withoutUse))
                .containsExactlyInAnyOrderElementsOf(
                        before.stream().map(LoadIT::withoutUse).toList());
        after.stream()
                .map(one -> one.get("id"))
                .filter(id -> !ids.contains(id))
                .forEach(id -> api.delete("/api/" + kind + "/" + id).expecting(204));
    }

    /** Without when somebody last did something with it, and what checking it told: a request may ask for that of all. */
    private static Map<String, JsonValue> withoutUse(JsonObject one) {
        Map<String, JsonValue> values = new HashMap<>(one);
        values.keySet().removeIf(name -> name.endsWith("_at") || OF_ITS_CHECKS.contains(name));
        return values;
    }

    private static void assertWorksAsEver(Api api) {
        Lines lines = new Lines(Server.newFolder().resolve("afterwards"));
        api.respond("Afterwards", List.of(lines.action()));
        long id = api.open("Afterwards");
        awaitLines(lines, 1);
        await().atMost(10, SECONDS)
                .until(() -> api.actions(id).get(0).getString("state").equals("succeeded"));
        api.get("/health").expecting(200);
        api.get("/tocsin/login.xhtml").expecting(200);
        awaitNothingToDo();
    }

    /** What the server holds at a moment. */
    private record Look(double threads, long connections) {}

    @Test
    void underMixedLoadMemoryThreadsAndConnectionsStayFlat() throws Exception {
        Duration length =
                Form.of(Duration.ofSeconds(Integer.getInteger("tocsin.load.seconds", 300)), Duration.ofHours(1));
        Api api = server.api();
        Lines lines = new Lines(Server.newFolder().resolve("mixed"));
        Lines paper = new Lines(Server.newFolder().resolve("no paper"));
        MAIL.expect(List.of("Mixed"));
        api.respond("Mixed", List.of(lines.action(), MailCollector.mail("Mixed"), lines.action(2)));
        long room = api.post(
                        "/api/assertions",
                        Map.of(
                                "name",
                                "Mixed: there is room",
                                "check_function",
                                "disk-space",
                                "arguments",
                                Map.of("path", "/tmp", "least_mib", 1),
                                "every",
                                "1s"))
                .expecting(201)
                .id();
        api.respond(
                "Failing",
                List.of(
                        Map.of(
                                "target_function",
                                "refuse",
                                "function_kwargs",
                                Map.of("unless", paper.file().toString())),
                        new Lines(paper.file().resolve("no folder")).action()));
        long changed = api.respond("Changed 0", List.of(Map.of("target_function", "log")));
        Mix mix = new Mix(api, api.signedIn("admin", Server.PASSWORD), changed);
        List<Look> first = new ArrayList<>();
        List<Look> last = new ArrayList<>();
        Held before;
        Held after;
        try {
            mix.goOnFor("at first", length.dividedBy(3), first);
            before = atRest(api);
            mix.goOnFor("then", length.dividedBy(3), new ArrayList<>());
            mix.goOnFor("at last", length.dividedBy(3), last);
            after = atRest(api);
        } finally {
            // However it ends: what is tried again and again would keep the others from their rest.
            api.post("/api/issues/resolve", Map.of("name", "Failing")).expecting(200);
            api.delete("/api/assertions/" + room).expecting(204);
        }
        System.out.printf(
                "Under mixed load: live %.1f → %.1f MiB, open files %d → %d, threads %.0f → %.0f, connections %d → %d,"
                        + " %d steps%n",
                before.liveMib(),
                after.liveMib(),
                before.openFiles(),
                after.openFiles(),
                threads(first),
                threads(last),
                connections(first),
                connections(last),
                mix.steps.get());
        assertThat(after.liveMib())
                .as("MiB in use after a collection, since the first third")
                .isLessThan(before.liveMib() * 1.1 + 5);
        assertThat(after.openFiles()).as("open files and sockets").isLessThanOrEqualTo(before.openFiles() + 25);
        assertThat(threads(last)).as("threads, at most").isLessThan(threads(first) * 1.3 + 20);
        assertThat(connections(last)).as("connections, at most").isLessThanOrEqualTo(connections(first) + 15);
        assertThat(lines.all().stream().map(Lines.Line::key)).doesNotHaveDuplicates();
    }

    /** What the server holds when nothing is asked of it, and nothing is left to do. */
    private record Held(double liveMib, long openFiles) {}

    private static Held atRest(Api api) {
        api.post("/api/issues/resolve", Map.of("name", "Failing")).expecting(200);
        awaitNothingToDo();
        return new Held(server.liveMib(), server.openFiles());
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

    /** Something of everything. */
    private static final class Mix {
        private final Api api;
        private final Api page;
        private final long responder;
        private final AtomicInteger steps = new AtomicInteger();

        Mix(Api api, Api page, long responder) {
            this.api = api;
            this.page = page;
            this.responder = responder;
        }

        /** Meanwhile, one of the clients looks at what the server holds. */
        void goOnFor(String when, Duration length, List<Look> looks) throws Exception {
            long end = System.nanoTime() + length.toNanos();
            fromManyClients("mixed load, " + when, (client, chance) -> {
                while (System.nanoTime() < end) {
                    if (client == 0) {
                        await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
                        looks.add(look(api));
                    } else {
                        step(chance);
                        LockSupport.parkNanos(20_000_000);
                    }
                }
            });
        }

        private void step(Random chance) {
            steps.incrementAndGet();
            try {
                switch (chance.nextInt(10)) {
                    case 0, 1 -> openAndPerhapsResolve(chance);
                    case 2 -> storm();
                    case 3 ->
                        api.post("/api/issues/resolve", Map.of("name", "Stormy"))
                                .expecting(200);
                    case 4 -> api.get("/api/issues?limit=50").expecting(200);
                    case 5 -> page.get("/tocsin/index.xhtml").expecting(200);
                    case 6 -> page.get("/tocsin/issues.xhtml").expecting(200);
                    case 7 -> fail();
                    case 8 -> respondOtherwise(chance);
                    default -> api.get("/api/issue-actions?limit=50").expecting(200);
                }
            } catch (UncheckedIOException e) {
                throw new IllegalStateException("No answer under mixed load", e);
            }
        }

        private void openAndPerhapsResolve(Random chance) {
            long id = api.open("Mixed " + chance.nextInt());
            if (chance.nextBoolean()) {
                api.post("/api/issues/" + id + "/resolve", Map.of()).expecting(200);
            }
        }

        private void storm() {
            for (int i = 0; i < 30; i++) {
                assertThat(api.post("/api/issues", Map.of("name", "Stormy", "once", true))
                                .status())
                        .isIn(200, 201);
            }
        }

        /** For good, and in a way that is tried again; it is not opened again as long as it is open. */
        private void fail() {
            assertThat(api.post("/api/issues", Map.of("name", "Failing", "once", true))
                            .status())
                    .isIn(200, 201);
            if (steps.get() % 5 == 0) {
                api.post("/api/issues/resolve", Map.of("name", "Failing")).expecting(200);
            }
        }

        /** Not often: each time, all that is open is looked at. */
        private void respondOtherwise(Random chance) {
            switch (chance.nextInt(50)) {
                case 0 -> api.post("/api/jobs/respond-to-issues", Map.of()).expecting(202);
                case 5 -> api.post("/api/jobs/check-assertions", Map.of()).expecting(202);
                case 6 -> comeAndGo();
                case 1, 2, 3, 4 ->
                    api.put("/api/responders/" + responder, other(chance), null).expecting(200);
                default -> api.get("/api/responders?limit=50").expecting(200);
            }
        }

        /** As a person, and as a program. */
        private void comeAndGo() {
            Api person = api.signedIn("admin", Server.PASSWORD);
            person.get("/tocsin/responders.xhtml").expecting(200);
            person.signOut();
            JsonObject token = api.post("/api/tokens", Map.of("name", "Mixed " + UUID.randomUUID(), "role", "viewer"))
                    .expecting(201)
                    .json();
            api.as(token.getString("secret")).get("/api/issues?limit=1").expecting(200);
            api.delete("/api/tokens/" + token.get("id")).expecting(204);
        }

        private static Map<String, ?> other(Random chance) {
            return Map.of(
                    "watch_pattern",
                    "Changed " + chance.nextInt(1000),
                    "actions",
                    List.of(Map.of("target_function", "log")));
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
