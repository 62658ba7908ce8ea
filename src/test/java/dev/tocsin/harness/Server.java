package dev.tocsin.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A real server: a process of its own, started as a user starts it, ended as a test wishes. */
public final class Server implements AutoCloseable {

    static final Path PLAIN_JAR =
            Path.of(System.getProperty("tocsin.jar", "target/tocsin.jar")).toAbsolutePath();
    static final Path WORK =
            Path.of(System.getProperty("tocsin.work", "target/it")).toAbsolutePath();

    /** Of the user "admin". */
    public static final String PASSWORD = "correct horse battery";

    /** A third of a start is compiling well, and verifying, what a server that lives for a minute never gets back. */
    private static final List<String> SOON_READY = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote");

    private static final Duration START = Duration.ofSeconds(600);
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Process process;
    private final Path log;
    private final int port;

    private Server(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /** What a server is started with. */
    public static final class Start {
        private final Map<String, String> environment = new HashMap<>();
        private Path jar = PLAIN_JAR;
        private String heap = "512m";
        private List<String> compiler = SOON_READY;

        private Start() {
            environment.put("TOCSIN_HTTP_PORT", Integer.toString(freePort()));
            environment.put("TOCSIN_ADMIN_PASSWORD", PASSWORD);
        }

        public Start with(String variable, Object value) {
            environment.put(variable, value.toString());
            return this;
        }

        /** Without what is set by default. */
        public Start without(String variable) {
            environment.remove(variable);
            return this;
        }

        /** With the actions of {@code dev.tocsin.harness.actions}. */
        public Start withTestActions() {
            jar = TestServerJar.path();
            return this;
        }

        /** With that as {@code META-INF/tocsin/responders.json}. */
        public Start shipping(String responders) {
            jar = TestServerJar.shipping(responders);
            return this;
        }

        /** With those packages, from where the tests' classes are, and that file there as their persistence.xml. */
        public Start adding(String persistence, String... packages) {
            jar = TestServerJar.adding(persistence, List.of(packages));
            return this;
        }

        /** @param most as the Java command takes it: {@code 256m} */
        public Start heap(String most) {
            heap = most;
            return this;
        }

        /** As fast as it gets, after a while. */
        public Start forLong() {
            compiler = List.of();
            return this;
        }

        /** Ready to answer. */
        public Server ready() {
            Server server = launch();
            await().atMost(START).pollInterval(Duration.ofMillis(100)).until(() -> {
                assertThat(server.process.isAlive())
                        .as("server alive: %s", server.log())
                        .isTrue();
                return server.log().contains("Tocsin is ready");
            });
            return server;
        }

        /** Just started: for one that is not expected to become ready. */
        public Server launch() {
            try {
                Path log = Files.createDirectories(WORK.resolve("logs"))
                        .resolve("server-" + STARTED.incrementAndGet() + ".log");
                Files.deleteIfExists(log);
                List<String> command = new ArrayList<>();
                command.add(ProcessHandle.current().info().command().orElse("java"));
                command.addAll(compiler);
                command.addAll(List.of("-Xmx" + heap, "-jar", jar.toString()));
                ProcessBuilder builder = new ProcessBuilder(command);
                builder.environment().keySet().removeIf(name -> name.startsWith("TOCSIN_"));
                builder.environment().putAll(environment);
                builder.redirectErrorStream(true).redirectOutput(log.toFile());
                Server server = new Server(
                        builder.start(), log, Integer.parseInt(environment.getOrDefault("TOCSIN_HTTP_PORT", "0")));
                Runtime.getRuntime().addShutdownHook(new Thread(server.process::destroyForcibly));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** On an embedded database in that folder. */
    public static Start onH2(Path dataDir) {
        return new Start().with("TOCSIN_DATA_DIR", dataDir);
    }

    public static Start onPostgres(String url) {
        return new Start().with("TOCSIN_DATABASE_URL", url);
    }

    /** A folder that nobody has used. */
    public static Path newFolder() {
        try {
            return Files.createTempDirectory(Files.createDirectories(WORK), "data");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A port that is free, and that the system does not hand out to a client meanwhile. */
    public static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
            try (ServerSocket socket = new ServerSocket(port)) {
                return socket.getLocalPort();
            } catch (IOException taken) {
                assertThat(taken).isInstanceOf(BindException.class);
            }
        }
    }

    /** As the admin. */
    public Api api() {
        return new Api("http://localhost:" + port).as("admin", PASSWORD);
    }

    public int port() {
        return port;
    }

    /** The TCP ports at which its process waits for others, by what Linux tells of it. */
    public Set<Integer> listensAt() {
        Path process = Path.of("/proc", Long.toString(this.process.pid()));
        Set<Integer> ports = new TreeSet<>();
        try (Stream<Path> files = Files.list(process.resolve("fd"))) {
            Set<String> sockets = files.map(Server::target)
                    .filter(target -> target.startsWith("socket:["))
                    .map(target -> target.substring("socket:[".length(), target.length() - 1))
                    .collect(Collectors.toSet());
            for (String protocol : List.of("tcp", "tcp6")) {
                for (String line : Files.readAllLines(process.resolve("net").resolve(protocol))) {
                    // sl local_address rem_address st … inode
                    String[] columns = line.trim().split("\\s+");
                    if (columns[3].equals("0A") && sockets.contains(columns[9])) {
                        ports.add(Integer.parseInt(columns[1].substring(columns[1].lastIndexOf(':') + 1), 16));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ports;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }

    /** How many files and sockets its process has open, by what Linux tells of it. */
    public long openFiles() {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            return files.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it wrote to its console. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As {@code kill -9} does. */
    public void kill() {
        process.destroyForcibly();
        awaitExit();
    }

    /** It stands still, with all that it holds, until it is let go on. */
    public void freeze() {
        signal("STOP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            assertThat(exit).as("sending %s", name).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** As {@code kill} or Ctrl-C does. */
    public int stop() {
        process.destroy();
        return awaitExit();
    }

    /** The exit code, once it has one. */
    public int awaitExit() {
        try {
            assertThat(process.waitFor(180, TimeUnit.SECONDS))
                    .as("ended: %s", log())
                    .isTrue();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The MiB of its heap that a full collection, which this causes, leaves in use. */
    public double liveMib() {
        return histogram()
                        .filter(line -> line.startsWith("Total "))
                        .mapToLong(line -> Long.parseLong(line.trim().split(" +")[2]))
                        .findFirst()
                        .orElseThrow()
                / 1024.0
                / 1024;
    }

    /** How many objects of a class, of which there are some, a full collection, which this causes, leaves. */
    public long live(Class<?> type) {
        return histogram()
                .map(line -> line.trim().split(" +"))
                .filter(columns -> columns.length > 3 && columns[3].equals(type.getName()))
                .mapToLong(columns -> Long.parseLong(columns[1]))
                .findFirst()
                .orElseThrow();
    }

    private Stream<String> histogram() {
        String said = ask("GC.class_histogram");
        assertThat(said).contains("Total ");
        return said.lines();
    }

    /** Its threads that wait for a lock, or are in Tocsin's code, a line each: to be told when it did not do its work. */
    public String threads() {
        return Stream.of(ask("Thread.print").split("\n\n"))
                .map(thread -> thread.lines().toList())
                .filter(lines -> lines.get(0).startsWith("\"")
                        && lines.stream().anyMatch(line -> line.contains("BLOCKED") || line.contains("at dev.tocsin.")))
                .map(lines -> lines.get(0).split("\"")[1] + ": "
                        + lines.stream()
                                .skip(1)
                                .map(String::trim)
                                .filter(line -> line.contains("State:") || !line.contains("locked <"))
                                .limit(4)
                                .collect(Collectors.joining(" "))
                        + lines.stream()
                                .map(String::trim)
                                .filter(line -> line.startsWith("at dev.tocsin."))
                                .limit(2)
                                .collect(Collectors.joining(" ", " … ", "")))
                .collect(Collectors.joining("\n"));
    }

    private String ask(String command) {
        try {
            Process jcmd = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "jcmd")
                                    .toString(),
                            Long.toString(process.pid()),
                            command)
                    .redirectErrorStream(true)
                    .start();
            return new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        kill();
    }
}
