package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A PostgreSQL of one's own, that can be stopped and started again with what it has. */
public final class RestartablePostgres implements AutoCloseable {

    private final int port = Server.freePort();
    private final Path data = Server.newFolder().resolve("postgres");
    private final Map<String, String> made = new HashMap<>();
    private EmbeddedPostgres running;

    /** With a log in files of 1 MiB, rather than 16: it has to be said before the first start. */
    public RestartablePostgres withSmallLogFiles() {
        made.put("wal-segsize", "1");
        return this;
    }

    public RestartablePostgres start() {
        try {
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
            made.forEach(builder::setLocaleConfig);
            running = builder.setPort(port)
                    .setPGStartupWait(Duration.ofSeconds(120))
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .start();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void stop() {
        if (running != null) {
            try {
                running.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            running = null;
        }
    }

    public String url() {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres";
    }

    /** Its processes, with those that serve connections. */
    public List<Long> processes() {
        try {
            long first = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            return Stream.concat(
                            Stream.of(first),
                            ProcessHandle.of(first).orElseThrow().descendants().map(ProcessHandle::pid))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** It is there, and answers nothing. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    /** First to the one that makes the others. */
    private void signal(String name) {
        for (long process : processes()) {
            try {
                int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process))
                        .start()
                        .waitFor();
                assertThat(exit == 0 || ProcessHandle.of(process).isEmpty())
                        .as("sending %s", name)
                        .isTrue();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void close() {
        stop();
    }
}
