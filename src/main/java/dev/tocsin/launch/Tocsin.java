package dev.tocsin.launch;

import dev.tocsin.platform.DatabaseAddress;
import dev.tocsin.platform.Setting;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.SettingsRefused;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the standalone server: {@code java -jar tocsin.jar}. What would keep it from working is found
 * before it starts, where that is possible, and said in a line; a start that fails ends with an exit
 * code other than 0.
 */
public final class Tocsin {

    /** What the API answers, once it is there, to one who does not say who it is. */
    private static final String AS_TO_A_STRANGER = "401";

    private static final int CANNOT_START = 1;
    private static final int BAD_CONFIGURATION = 2;

    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;

    private Tocsin(PrintStream out, PrintStream err, Map<String, String> environment) {
        this.out = out;
        this.err = err;
        this.environment = environment;
    }

    public static void main(String[] arguments) {
        int exit = new Tocsin(System.out, System.err, System.getenv()).run(arguments);
        if (exit != 0 || arguments.length > 0) {
            System.exit(exit);
        }
    }

    private int run(String[] arguments) {
        if (arguments.length > 0) {
            return help(arguments);
        }
        try {
            long begin = System.nanoTime();
            Settings settings = settings();
            prepare(settings);
            Doorkeeper door = doorkeeper(settings);
            out.println("Tocsin " + version() + " is starting, on " + settings.database() + " …");
            startServer(settings, door);
            StartLog.started();
            OrderlyStop.install(out);
            greet(settings, (System.nanoTime() - begin) / 1_000_000_000);
            return 0;
        } catch (SettingsRefused e) {
            e.problems().forEach(problem -> err.println("Tocsin cannot start: " + problem + "."));
            err.println("Every setting is explained by: java -jar tocsin.jar --help");
            return BAD_CONFIGURATION;
        } catch (StartFailure e) {
            err.println("Tocsin cannot start: " + e.getMessage());
            return CANNOT_START;
        }
    }

    private int help(String[] arguments) {
        if (!List.of(arguments).equals(List.of("--help"))) {
            err.println("Tocsin takes no arguments but --help; it is configured by environment variables.");
            return BAD_CONFIGURATION;
        }
        out.println("java -jar tocsin.jar starts the server. It is configured by environment variables:");
        out.println();
        out.println(resource("/META-INF/microprofile-config.properties"));
        return 0;
    }

    private Settings settings() {
        for (String variable : environment.keySet()) {
            boolean known = Arrays.stream(Setting.values())
                    .anyMatch(setting -> setting.variable().equals(variable));
            if (variable.startsWith("TOCSIN_") && !known) {
                err.println("Tocsin has no setting " + variable + "; it is ignored.");
            }
        }
        Settings settings = Settings.from(key -> Arrays.stream(Setting.values())
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .flatMap(setting -> Optional.ofNullable(environment.get(setting.variable()))
                        .or(() -> setting == Setting.SECURITY ? Optional.of("own") : Optional.empty())));
        if (!settings.restEnabled()) {
            throw new SettingsRefused(List.of(Setting.REST_ENABLED.variable()
                    + " is \"false\"; needed is true, as nobody could reach the server otherwise"));
        }
        if (settings.security() != Settings.Security.OWN) {
            throw new SettingsRefused(List.of(Setting.SECURITY.variable()
                    + " is \"host\"; needed is own, as there is no application that would know its users"));
        }
        return settings;
    }

    private static void prepare(Settings settings) {
        DatabaseAddress database = settings.database();
        if (database.isIn(settings.dataDir())) {
            try {
                Files.createDirectories(settings.dataDir());
            } catch (IOException e) {
                throw new StartFailure(Setting.DATA_DIR.variable() + " is " + settings.dataDir()
                        + ", and that folder cannot be made: " + e);
            }
            if (!Files.isWritable(settings.dataDir())) {
                throw new StartFailure(Setting.DATA_DIR.variable() + " is " + settings.dataDir()
                        + ", and that folder cannot be written to.");
            }
        }
        System.setProperty("tocsin.standalone", "true");
        System.setProperty(Setting.SECURITY.key(), "own");
        System.setProperty("tocsin.database.driver", database.driver());
        System.setProperty("tocsin.database.address", database.url());
        System.setProperty("tocsin.database.login", settings.databaseUser());
        database.password()
                .ifPresent(password -> System.setProperty("tocsin.database.password", settings.databasePassword()));
    }

    private void startServer(Settings settings, Doorkeeper door) {
        try {
            Path folder = Files.createTempDirectory("tocsin-");
            folder.toFile().deleteOnExit();
            AppServer.start(
                    "--nocluster",
                    "--disablephonehome",
                    "--port",
                    Integer.toString(settings.httpPort()),
                    "--prebootcommandfile",
                    unpacked(folder, "pre-boot.txt"),
                    "--logproperties",
                    unpacked(folder, "logging.properties"));
            if (!AppServer.hasApplication() && knownReason().isEmpty()) {
                deployAgain(folder);
            }
        } catch (IOException e) {
            throw new StartFailure("the server could not be unpacked: " + e);
        } finally {
            door.leave();
        }
        AppServer.openPort();
        String answer = answer(settings);
        if (!answer.equals(AS_TO_A_STRANGER)) {
            throw new StartFailure(knownReason()
                    .map(reason -> reason + hint(reason))
                    .orElseGet(() ->
                            "the application could not be deployed (it answers " + answer + ").\n" + StartLog.held()));
        }
    }

    /** Why the application did not start, if it is the application itself or the database that said so. */
    private static Optional<String> knownReason() {
        return Optional.ofNullable(System.getProperty("tocsin.start.failure"))
                .or(() -> StartLog.databaseFailure().map(said -> "the database: it does not answer: " + said));
    }

    /**
     * Payara Micro reads the classes of an application in several threads. Once in thousands of starts, on a busy machine, it
     * did not see how one of them is annotated, and so no data source.
     */
    private void deployAgain(Path folder) throws IOException {
        out.println("The application server could not deploy the application; it is tried once more …");
        Path war = folder.resolve("ROOT.war");
        war.toFile().deleteOnExit();
        try (InputStream packed = Tocsin.class.getResourceAsStream("/MICRO-INF/deploy/ROOT.war")) {
            if (packed == null) {
                throw new StartFailure("this file is not whole: ROOT.war is missing in it.");
            }
            Files.copy(packed, war);
        }
        AppServer.deploy(war);
    }

    private static String hint(String reason) {
        return reason.startsWith("the database")
                ? "\n(configured by " + Setting.DATABASE_URL.variable() + ", " + Setting.DATABASE_USER.variable() + ", "
                        + Setting.DATABASE_PASSWORD.variable() + ")"
                : "";
    }

    /** To one who does not say who it is. */
    private static String answer(Settings settings) {
        try {
            URI address = URI.create("http://localhost:" + settings.httpPort() + settings.restPath() + "/actions");
            HttpURLConnection connection = (HttpURLConnection) address.toURL().openConnection();
            connection.setConnectTimeout(5_000);
            connection.setReadTimeout(30_000);
            return Integer.toString(connection.getResponseCode());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Doorkeeper doorkeeper(Settings settings) {
        try {
            return new Doorkeeper(settings.httpPort());
        } catch (IOException e) {
            throw new StartFailure("port " + settings.httpPort() + " is in use by another program (" + e.getMessage()
                    + "). Stop that, or set " + Setting.HTTP_PORT.variable() + " to another port.");
        }
    }

    private static String unpacked(Path folder, String name) throws IOException {
        Path file = folder.resolve(name);
        Files.writeString(file, resource("/dev/tocsin/launch/" + name));
        file.toFile().deleteOnExit();
        return file.toString();
    }

    static String resource(String path) {
        try (InputStream resource = Tocsin.class.getResourceAsStream(path)) {
            if (resource == null) {
                throw new StartFailure("this file is not whole: " + path + " is missing in it.");
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new StartFailure("this file cannot be read: " + e);
        }
    }

    private static String version() {
        return Optional.ofNullable(Tocsin.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    private void greet(Settings settings, long seconds) {
        String issues = settings.restPath() + "/issues";
        String made = System.getProperty("tocsin.shown.once");
        System.clearProperty("tocsin.shown.once");
        out.println("Tocsin is ready after " + seconds + " s: " + settings.baseUrl()
                + (settings.pagesEnabled() ? "/tocsin/" : issues));
        if (made != null) {
            out.println(
                    "Log in as admin, with the password " + made + " (shown this once; to be changed at the login)");
        }
        out.println("Open your first issue:");
        out.println("  curl -u " + login(settings, made)
                + " -H 'Content-Type: application/json' -d '{\"name\": \"Hello, Tocsin\"}' http://localhost:"
                + settings.httpPort() + issues);
    }

    /** As a shell takes it; where nobody knows the password but who set it, curl asks. */
    private static String login(Settings settings, String made) {
        if (made != null) {
            return "admin:" + made;
        }
        return settings.adminPassword().isPresent() ? "\"admin:$" + Setting.ADMIN_PASSWORD.variable() + "\"" : "admin";
    }
}
