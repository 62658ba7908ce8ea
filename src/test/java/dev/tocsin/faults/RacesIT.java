package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.Postgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A resolve that races a due action, on the same node or on another. */
class RacesIT {

    private static final int CLIENTS = 8;

    /** A database that is slow three times in a row is not looked at once more. */
    private static final int ONE_IN = 5000;

    /** Each action that was started, and by how many microseconds that was before the resolve committed. */
    private static final String AHEAD = """
            SELECT (EXTRACT(EPOCH FROM pg_xact_commit_timestamp(c.xmin)
                - (a.details::jsonb ->> 'started')::timestamptz) * 1000000)::bigint
            FROM tocsin_issue i
            JOIN tocsin_status_change c ON c.issue_id = i.id AND c.to_status = 'RESOLVED'
            JOIN tocsin_issue_action a ON a.issue_id = i.id AND a.state = 'SUCCEEDED'""";

    /** When the resolve committed that each action was faster than, in microseconds since 1970. */
    private static final String COMMITTED = """
            SELECT a.idempotency_key || ' ' || (EXTRACT(EPOCH FROM pg_xact_commit_timestamp(c.xmin)) * 1000000)::bigint
            FROM tocsin_issue i
            JOIN tocsin_status_change c ON c.issue_id = i.id AND c.to_status = 'RESOLVED'
            JOIN tocsin_issue_action a ON a.issue_id = i.id AND a.state = 'SUCCEEDED'""";

    private final String database = Postgres.newDatabase();
    private final Sql sql = new Sql(database);
    private final Lines lines = new Lines(Server.newFolder().resolve("raced"));
    private final List<Server> nodes = new ArrayList<>();

    @AfterEach
    void stop() {
        nodes.forEach(Server::close);
        sql.assertNoDeadlock();
    }

    @Test
    void noActionStartsAfterAResolveHasCommitted() throws Exception {
        int races = Form.of(10_000, 50_000);
        for (int i = 0; i < 2; i++) {
            nodes.add(Server.onPostgres(database).withTestActions().ready());
        }
        nodes.get(0).api().respond("Raced", List.of(lines.action()));
        // Not by a sweep of the first.
        await().atMost(30, SECONDS)
                .until(() -> IntStream.range(0, 5)
                        .allMatch(i -> isPlanned(nodes.get(1).api().open("Raced before"))));
        race(races);
        await().atMost(120, SECONDS)
                .pollInterval(Duration.ofMillis(200))
                .until(() ->
                        sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state IN ('PLANNED', 'RUNNING')")
                                == 0);

        Map<String, Long> states = sql
                .column("SELECT COALESCE(a.state, 'NONE') FROM tocsin_issue i LEFT JOIN tocsin_issue_action a"
                        + " ON a.issue_id = i.id WHERE i.status = 'RESOLVED'")
                .stream()
                .collect(Collectors.groupingBy(state -> state, Collectors.counting()));
        assertThat(states).containsOnlyKeys("SUCCEEDED", "CANCELLED");
        assertThat(states.values().stream().mapToLong(Long::longValue).sum()).isEqualTo(races);
        long won = states.get("SUCCEEDED");
        assertThat(won).as("races that the action won").isBetween(races / 20L, races - races / 20L);
        List<Long> ahead = sql.column(AHEAD).stream().map(Long::valueOf).toList();
        assertThat(ahead).hasSize((int) won);
        assertThat(ahead)
                .filteredOn(micros -> micros < 0)
                .as("microseconds from a start to the commit of the resolve before it")
                .hasSizeLessThanOrEqualTo(races / ONE_IN);
        List<Long> late = lateInItsCode();
        assertThat(late).hasSize((int) won);
        System.out.println(won + " of " + races + " races were won by the action, the last of them by "
                + ahead.stream().min(Long::compare).orElseThrow() + " µs; in its own code, "
                + late.stream().filter(micros -> micros > 0).count() + " came after the commit, by "
                + late.get(late.size() - 1) + " µs at the most");
    }

    /** By how many microseconds each action's own code came after the commit; negative if before. The latest is last. */
    private List<Long> lateInItsCode() {
        Map<String, Long> committed = sql.column(COMMITTED).stream()
                .map(row -> row.split(" "))
                .collect(Collectors.toMap(row -> row[0], row -> Long.valueOf(row[1])));
        return lines.all().stream()
                .filter(line -> committed.containsKey(line.key()))
                .map(line -> ChronoUnit.MICROS.between(Instant.EPOCH, line.started()) - committed.get(line.key()))
                .sorted()
                .toList();
    }

    private boolean isPlanned(long issue) {
        return sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE issue_id = " + issue) == 1;
    }

    /** One who resolves asks another node than the one who opened, as often as not. */
    private void race(int races) throws Exception {
        Random chance = Chance.of("a resolve that races");
        ExecutorService threads = Executors.newFixedThreadPool(CLIENTS);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int client = 0; client < CLIENTS; client++) {
                int first = client;
                Random own = new Random(chance.nextLong());
                all.add(threads.submit(() -> {
                    for (int i = first; i < races; i += CLIENTS) {
                        one(i, own);
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void one(int number, Random chance) {
        Api opener = nodes.get(chance.nextInt(2)).api();
        Api resolver = nodes.get(chance.nextInt(2)).api();
        long id = opener.open("Raced " + number);
        if (chance.nextInt(3) == 0) {
            LockSupport.parkNanos(chance.nextInt(5_000_000));
        }
        resolver.post("/api/issues/" + id + "/resolve", Map.of()).expecting(200);
    }
}
