package dev.tocsin.faults;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tocsin.harness.Api;
import dev.tocsin.harness.Lines;
import dev.tocsin.harness.RestartablePostgres;
import dev.tocsin.harness.Server;
import dev.tocsin.harness.Sql;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The database goes away and comes back; its disk is full, and then is not. */
class DatabaseIT {

    /** A connection that is refused is known at once; one that is waited for, after ten seconds, and then once more. */
    private static final Duration ANSWERED = Duration.ofSeconds(40);

    @Test
    void whatStopsUnderLoadIsSaidAndRecoversByItself() {
        Lines lines = new Lines(Server.newFolder().resolve("keys"));
        try (RestartablePostgres postgres = new RestartablePostgres().start();
                Server server = Server.onPostgres(postgres.url())
                        .withTestActions()
                        .with("TOCSIN_LEASE", "3s")
                        .with("TOCSIN_SWEEP", "1s")
                        .ready()) {
            Sql sql = new Sql(postgres.url());
            Api api = server.api();
            api.respond("Load \\d+", List.of(lines.action()));
            Reporters reporters = new Reporters("Load", 4, Duration.ofMillis(10), server::api);
            try (reporters) {
                await().atMost(30, SECONDS).until(() -> reporters.acknowledged().size() > 300);
                postgres.stop();
                await().atMost(30, SECONDS)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> api.get("/health").status() == 503);
                Duration outage = Form.of(Duration.ofSeconds(8), Duration.ofSeconds(30));
                await().pollDelay(outage).atMost(outage.plusSeconds(30)).until(() -> true);
                api.get("/health/live").expecting(200);
                postgres.start();
                await().atMost(60, SECONDS)
                        .pollInterval(Duration.ofMillis(100))
                        .until(() -> api.get("/health").status() == 200);
                int before = reporters.acknowledged().size();
                await().atMost(60, SECONDS).until(() -> reporters.acknowledged().size() > before + 100);
            }
            assertThat(reporters.failures()).isNotEmpty().allSatisfy(failure -> {
                assertThat(failure.after()).isLessThan(ANSWERED);
                assertThat(failure.status()).isEqualTo(503);
                assertThat(failure.body()).contains("database").doesNotContain("password", "jdbc:");
            });
            await().atMost(120, SECONDS)
                    .until(() -> sql.number("SELECT COUNT(*) FROM tocsin_issue i WHERE i.name LIKE 'Load %'"
                                    + " AND NOT EXISTS (SELECT 1 FROM tocsin_issue_action a"
                                    + " WHERE a.issue_id = i.id AND a.state NOT IN ('PLANNED', 'RUNNING'))")
                            == 0);
            List<String> names = sql.column("SELECT name FROM tocsin_issue WHERE name LIKE 'Load %'");
            assertThat(names).doesNotHaveDuplicates().containsAll(reporters.acknowledged());
            assertThat(sql.number("SELECT COUNT(*) FROM tocsin_issue_action WHERE state = 'SUCCEEDED'"))
                    .isEqualTo(names.size());
            assertThat(lines.all().stream().map(Lines.Line::key).distinct()).hasSize(names.size());
            System.out.println(reporters.acknowledged().size() + " issues opened, "
                    + reporters.failures().size() + " refused");
        }
    }

    @Test
    void aFullDiskIsSaidAndLosesNothing() throws IOException, InterruptedException {
        Random chance = Chance.of("a full disk");
        try (RestartablePostgres postgres = new RestartablePostgres().start();
                Server server = Server.onPostgres(postgres.url()).ready()) {
            Sql sql = new Sql(postgres.url());
            Api api = server.api();
            // As large as a segment of the log, which is made beforehand: what cannot grow is the tables.
            limitFiles(postgres, Integer.toString(16 * 1024 * 1024));
            int opened = 0;
            Api.Answer answer;
            do {
                answer = api.post(
                        "/api/issues",
                        Map.of("name", "Large " + opened, "details", Map.of("text", noise(chance, 100_000))));
                opened += answer.status() == 201 ? 1 : 0;
            } while (answer.status() == 201 && opened < 2000);
            assertThat(answer.status()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("database");
            api.get("/api/issues?limit=1").expecting(200);
            assertThat(sql.number("SELECT COUNT(*) FROM tocsin_issue")).isEqualTo(opened);

            limitFiles(postgres, "unlimited");
            long id = api.post(
                            "/api/issues",
                            Map.of("name", "Large after all", "details", Map.of("text", noise(chance, 100_000))))
                    .expecting(201)
                    .id();
            assertThat(api.issue(id).getString("name")).isEqualTo("Large after all");
            assertThat(sql.number("SELECT COUNT(*) FROM tocsin_issue")).isEqualTo(opened + 1);
            System.out.println(opened + " large issues until the disk was full");
        }
    }

    /** That nothing compresses. */
    private static String noise(Random chance, int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (0x4E00 + chance.nextInt(20_000)));
        }
        return text.toString();
    }

    /** To a process, a file that must not grow is a disk that is full. */
    private static void limitFiles(RestartablePostgres postgres, String bytes)
            throws IOException, InterruptedException {
        for (long process : postgres.processes()) {
            int exit = new ProcessBuilder("prlimit", "--pid", Long.toString(process), "--fsize=" + bytes + ":unlimited")
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit == 0 || ProcessHandle.of(process).isEmpty()).isTrue();
        }
    }
}
