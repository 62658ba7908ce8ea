package dev.tocsin.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import jakarta.json.JsonObject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The job that matches every open issue against every responder. */
final class RespondToIssues implements Case {

    private static final int ISSUES = 10_000;
    private static final int RESPONDERS = 100;

    private static final String PLAIN_FIRST = "plain JDBC, first pass";
    private static final String PLAIN_LATER = "plain JDBC, later pass";
    private static final String FIRST = "first pass";
    private static final String DELAYED = "first pass, due in an hour";
    private static final String LATER = "later pass";
    private static final String FURTHER = "further pass, with allow_retry";

    @Override
    public String name() {
        return "respond-to-issues";
    }

    @Override
    public List<Result> run() throws Exception {
        BenchServer server = BenchServer.shared();
        BenchDatabase database = server.database();
        Api api = server.api();
        List<Long> responders = new ArrayList<>();
        try {
            for (int i = 0; i < RESPONDERS; i++) {
                responders.add(api.respond(pattern(i), List.of(delayed())));
            }
            // As the seed's poll finds them: open, and nothing has been done about them yet.
            load(database);
            Map<String, Sample> delays = Turns.of(List.of(new Side(DELAYED, () -> forgetActions(database), () -> {
                double took = respond(api).seconds();
                assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'PLANNED'"))
                        .isEqualTo(ISSUES);
                return took;
            })));
            forgetActions(database);
            change(api, responders, Map.of("actions", List.of(action())));
            awaitSweep(database);
            PlainPass plain = new PlainPass(database);
            List<Double> all = new ArrayList<>();
            Map<String, Sample> seconds = Turns.of(List.of(
                    new Side(
                            PLAIN_FIRST,
                            () -> forgetActions(database),
                            Side.timed(() -> assertThat(plain.run()).isEqualTo(ISSUES))),
                    new Side(
                            PLAIN_LATER,
                            database::settle,
                            Side.timed(() -> assertThat(plain.run()).isZero())),
                    new Side(FIRST, () -> forgetActions(database), () -> {
                        BenchJob job = respond(api);
                        awaitDone(database, 1);
                        all.add(untilAllRan(database, job));
                        return job.seconds();
                    }),
                    new Side(LATER, database::settle, () -> {
                        double took = respond(api).seconds();
                        awaitDone(database, 1);
                        return took;
                    })));
            forgetActions(database);
            change(api, responders, Map.of("actions", List.of(action()), "allow_retry", true));
            awaitSweep(database);
            Map<String, Sample> retries = Turns.of(List.of(new Side(
                    FURTHER,
                    () -> {
                        forgetActions(database);
                        respond(api);
                        awaitDone(database, 1);
                        database.settle();
                    },
                    () -> {
                        double took = respond(api).seconds();
                        awaitDone(database, 2);
                        return took;
                    })));
            String work = "10,000 open issues × 100 responders, ";
            int measured = seconds.get(FIRST).values().size();
            return List.of(
                    line(work + "nothing to plan", seconds.get(LATER))
                            .beside("plain JDBC", seconds.get(PLAIN_LATER))
                            .atMost(0.16),
                    line(work + "nothing to plan", seconds.get(LATER)).measuredBefore("django-issue", 15),
                    line(work + "10,000 actions to plan, run meanwhile", seconds.get(FIRST))
                            .beside("plain JDBC", seconds.get(PLAIN_FIRST))
                            .atMost(1),
                    line(work + "10,000 to plan that are due in an hour", delays.get(DELAYED))
                            .beside("plain JDBC", seconds.get(PLAIN_FIRST))
                            .atMost(1),
                    line(work + "10,000 to plan by allow_retry, run meanwhile", retries.get(FURTHER))
                            .atMost(1),
                    line(
                                    work + "10,000 actions planned and run",
                                    new Sample(all.subList(all.size() - measured, all.size())))
                            .measuredBefore("django-issue", 24));
        } finally {
            responders.forEach(id -> api.delete("/api/responders/" + id).expecting(204));
        }
    }

    private static String pattern(int responder) {
        return String.format("svc-%02d (?:error|r%04d) on host-\\d+", responder % 100, responder);
    }

    private static Map<String, ?> action() {
        return Map.of("target_function", "nothing");
    }

    private static Map<String, ?> delayed() {
        return Map.of("target_function", "nothing", "delay_sec", 3600);
    }

    private static void change(Api api, List<Long> responders, Map<String, ?> fields) {
        for (int i = 0; i < RESPONDERS; i++) {
            Map<String, Object> changed = new HashMap<>(fields);
            changed.put("watch_pattern", pattern(i));
            api.put("/api/responders/" + responders.get(i), changed, null).expecting(200);
        }
    }

    /** Matched already, by their revision: or else the sweep would plan before the job does. */
    private static void load(BenchDatabase database) throws SQLException {
        database.execute("INSERT INTO tocsin_issue (id, name, status, details, occurrences, regressed, created_at,"
                + " opened_at, last_seen_at, opened_by, fingerprint, revision)"
                + " SELECT 1000000 + i, 'svc-' || LPAD((i % 100)::text, 2, '0') || ' error on host-'"
                + " || LPAD(i::text, 6, '0'), 'OPEN', '{\"host\":\"web-' || LPAD((i % 1000)::text, 3, '0')"
                + " || '\",\"error\":\"connection timed out\",\"attempt\":' || i || '}', 1, FALSE, now(), now(), now(),"
                + " 'bench', LPAD(i::text, 22, '0'), (SELECT revision FROM tocsin_responder_revision)"
                + " FROM generate_series(0, " + (ISSUES - 1) + ") i");
    }

    private static void forgetActions(BenchDatabase database) throws SQLException {
        database.forgetActions();
    }

    private static BenchJob respond(Api api) {
        BenchJob job = BenchJob.run(api, "respond-to-issues", JsonObject.EMPTY_JSON_OBJECT);
        assertThat(job.checked()).isEqualTo(ISSUES);
        return job;
    }

    /** Each issue's one action, in each of so many passes, and no other. */
    private static void awaitDone(BenchDatabase database, int passes) throws SQLException {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> database.number(
                                "SELECT COUNT(DISTINCT (issue_id, pass)) FROM tocsin_issue_action WHERE state = 'SUCCEEDED'")
                        == (long) ISSUES * passes);
        assertThat(database.number("SELECT COUNT(*) FROM tocsin_issue_action")).isEqualTo((long) ISSUES * passes);
    }

    /** Saving a responder applies it to the open issues: not while something is measured. */
    private static void awaitSweep(BenchDatabase database) {
        await().atMost(Duration.ofMinutes(2))
                .until(() -> database.number("SELECT COUNT(*) FROM tocsin_issue WHERE revision <"
                                + " (SELECT revision FROM tocsin_responder_revision)")
                        == 0);
    }

    private static double untilAllRan(BenchDatabase database, BenchJob job) throws SQLException {
        double ended = database.number(
                        "SELECT (EXTRACT(EPOCH FROM MAX(executed_at)) * 1000000)::bigint" + " FROM tocsin_issue_action")
                / 1e6;
        return ended - job.startedAt().toEpochMilli() / 1e3;
    }

    private Result line(String work, Sample seconds) {
        return Result.of(name(), work, Unit.SECONDS, seconds);
    }
}
