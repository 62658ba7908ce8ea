package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private static final Path DOCUMENTED = Path.of("server-config", "microprofile-config.properties");

    @Test
    void everythingHasADefault() {
        Settings settings = with(Map.of());

        assertThat(settings.httpPort()).isEqualTo(8080);
        assertThat(settings.dataDir()).isEqualTo(Path.of("data").toAbsolutePath());
        assertThat(settings.baseUrl()).isEqualTo(URI.create("http://localhost:8080"));
        assertThat(settings.shutdownGrace()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.database().isH2()).isTrue();
        assertThat(settings.database().url()).startsWith("jdbc:h2:async:" + settings.dataDir());
        assertThat(settings.databaseUser()).isEqualTo("sa");
        assertThat(settings.databasePassword()).isEmpty();
        assertThat(settings.mailHost()).isEqualTo("localhost");
        assertThat(settings.mailPort()).isEqualTo(25);
        assertThat(settings.mailUser()).isEmpty();
        assertThat(settings.mailPassword()).isEmpty();
        assertThat(settings.mailFrom()).isEqualTo("tocsin@localhost");
        assertThat(settings.mailSecurity()).isEqualTo(Settings.MailSecurity.AUTO);
        assertThat(settings.mailTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(settings.workers()).isEqualTo(16);
        assertThat(settings.actionTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.retryAttempts()).isEqualTo(8);
        assertThat(settings.retryFirst()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.retryLongest()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.sweep()).isEqualTo(Duration.ofSeconds(5));
        assertThat(settings.restEnabled()).isTrue();
        assertThat(settings.restPath()).isEqualTo("/api");
        assertThat(settings.timersEnabled()).isTrue();
        assertThat(settings.jobThreads()).isEqualTo(4);
        assertThat(settings.queryDataSources()).isEmpty();
        assertThat(settings.logIssues()).isEqualTo(java.util.logging.Level.OFF);
        assertThat(settings.logLoggers()).containsExactly("");
    }

    @Test
    void listsHaveCommasBetweenTheirItems() {
        Settings settings = with(Map.of(
                Setting.QUERY_DATA_SOURCES, "java:app/jdbc/shop , jdbc/books,",
                Setting.LOG_ISSUES, "Warning",
                Setting.LOG_LOGGERS, "shop, books.ledger"));

        assertThat(settings.queryDataSources()).containsExactly("java:app/jdbc/shop", "jdbc/books");
        assertThat(settings.logIssues()).isEqualTo(java.util.logging.Level.WARNING);
        assertThat(settings.logLoggers()).containsExactly("shop", "books.ledger");
    }

    @Test
    void whatIsNoLevelOrNoDataSourceIsRefused() {
        SettingsRefused refused = catchThrowableOfType(
                SettingsRefused.class,
                () -> with(Map.of(Setting.QUERY_DATA_SOURCES, "ldap://evil/x", Setting.LOG_ISSUES, "loud")));

        assertThat(refused.problems())
                .anyMatch(problem -> problem.contains("TOCSIN_QUERY_DATA_SOURCES is \"ldap:"))
                .anyMatch(problem -> problem.contains("TOCSIN_LOG_ISSUES is \"loud\""));
    }

    @Test
    void theDocumentedFileHasEveryKeyOnceAndNoOther() throws IOException {
        List<String> keys = Files.readAllLines(DOCUMENTED).stream()
                .filter(line -> line.matches("[a-z].*"))
                .map(line -> line.split("=", 2)[0].strip())
                .filter(key -> !key.equals("config_ordinal"))
                .toList();

        assertThat(keys)
                .containsExactlyInAnyOrder(
                        Arrays.stream(Setting.values()).map(Setting::key).toArray(String[]::new));
    }

    @Test
    void theDefaultsAreThoseOfTheDocumentedFile() throws IOException {
        Pattern line = Pattern.compile("(tocsin\\.[a-z.]+)=(.*)");
        Files.readAllLines(DOCUMENTED).stream()
                .map(line::matcher)
                .filter(java.util.regex.Matcher::matches)
                .forEach(match -> assertThat(Settings.defaults().getProperty(match.group(1)))
                        .as(match.group(1))
                        .isEqualTo(match.group(2)));
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT, tocsin.http.port, TOCSIN_HTTP_PORT",
        "RETRY_LONGEST, tocsin.retry.longest, TOCSIN_RETRY_LONGEST",
        "SWEEP, tocsin.sweep, TOCSIN_SWEEP",
        "REST_ENABLED, tocsin.rest.enabled, TOCSIN_REST_ENABLED"
    })
    void aSettingHasANameInFilesAndOneInTheEnvironment(Setting setting, String key, String variable) {
        assertThat(setting.key()).isEqualTo(key);
        assertThat(setting.variable()).isEqualTo(variable);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP_PORT, 0",
        "HTTP_PORT, 65536",
        "HTTP_PORT, eighty",
        "HTTP_PORT, 99999999999",
        "DATA_DIR, ''",
        "BASE_URL, tocsin.example.com",
        "BASE_URL, ftp://tocsin.example.com",
        "BASE_URL, https://tocsin.example.com?page=1",
        "BASE_URL, https://tocsin.example.com#top",
        "BASE_URL, https://",
        "BASE_URL, https://tocsin example",
        "SHUTDOWN_GRACE, -1s",
        "SHUTDOWN_GRACE, soon",
        "MAIL_HOST, ''",
        "MAIL_PORT, -25",
        "MAIL_FROM, tocsin",
        "MAIL_FROM, 'a@example.com,b@example.com'",
        "MAIL_FROM, Tocsin <tocsin@example.com>",
        "MAIL_SECURITY, ssl",
        "MAIL_TIMEOUT, 0s",
        "MAIL_TIMEOUT, 31d",
        "WORKERS, 0",
        "WORKERS, 1001",
        "WORKERS, 2.5",
        "ACTION_TIMEOUT, 0ms",
        "ACTION_TIMEOUT, 60",
        "ACTION_TIMEOUT, 60 seconds",
        "LEASE, 2s",
        "RETRY_ATTEMPTS, 0",
        "RETRY_ATTEMPTS, many",
        "RETRY_FIRST, P1Y",
        "RETRY_FIRST, 9999999999s",
        "RETRY_LONGEST, 9s",
        "SWEEP, 99ms",
        "SWEEP, PT-1S",
        "REST_ENABLED, yes",
        "REST_ENABLED, ''",
        "REST_PATH, ''",
        "REST_PATH, /",
        "REST_PATH, //",
        "REST_PATH, api",
        "REST_PATH, /api/*",
        "REST_PATH, /api//",
        "REST_PATH, /tocsin//api",
        "REST_PATH, /../api",
        "REST_PATH, /api/.",
        "REST_PATH, /a b",
        "REST_PATH, /{path}",
        "REST_PATH, /api?x=1",
        "REST_PATH, /%61pi",
        "TIMERS_ENABLED, 0"
    })
    void aWrongValueIsRefusedByTheNameOfItsVariable(Setting setting, String value) {
        assertThat(refused(Map.of(setting, value)))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith(setting.variable() + " is " + (value.isEmpty() ? "empty" : "\"" + value + "\""))
                        .contains("; needed is "));
    }

    @Test
    void aPathThatNoFolderCanHaveIsRefused() {
        assertThat(refused(Map.of(Setting.DATA_DIR, "da\0ta")))
                .singleElement()
                .asString()
                .startsWith("TOCSIN_DATA_DIR ");
    }

    @Test
    void allWrongValuesAreRefusedAtOnce() {
        List<String> problems = refused(Map.of(
                Setting.HTTP_PORT, "no",
                Setting.BASE_URL, "no",
                Setting.DATABASE_URL, "no",
                Setting.MAIL_FROM, "no",
                Setting.MAIL_SECURITY, "no",
                Setting.WORKERS, "no",
                Setting.LEASE, "no",
                Setting.SWEEP, "no"));

        assertThat(problems)
                .extracting(problem -> problem.split(" ", 2)[0])
                .containsExactlyInAnyOrder(
                        "TOCSIN_HTTP_PORT",
                        "TOCSIN_BASE_URL",
                        "TOCSIN_DATABASE_URL",
                        "TOCSIN_MAIL_FROM",
                        "TOCSIN_MAIL_SECURITY",
                        "TOCSIN_WORKERS",
                        "TOCSIN_LEASE",
                        "TOCSIN_SWEEP");
    }

    @Test
    void theRefusalSaysAllThatIsWrong() {
        SettingsRefused refused = catchThrowableOfType(
                SettingsRefused.class, () -> with(Map.of(Setting.WORKERS, "0", Setting.SWEEP, "never")));

        assertThat(refused).hasMessage(String.join("; ", refused.problems()));
        assertThat(refused.problems())
                .containsExactly(
                        "TOCSIN_WORKERS is \"0\"; needed is a whole number from 1 to 1000",
                        "TOCSIN_SWEEP is \"never\"; needed is a duration such as 500ms, 30s, 15m or 2h,"
                                + " from 100ms to 30d");
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "30 s, PT30S",
        "' 30s ', PT30S",
        "15m, PT15M",
        "2h, PT2H",
        "30d, PT720H",
        "PT30S, PT30S",
        "P1D, PT24H",
        "1ms, PT0.001S"
    })
    void aDurationMayBeShortOrIso(String text, Duration duration) {
        assertThat(with(Map.of(Setting.ACTION_TIMEOUT, text)).actionTimeout()).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "0ms", "PT0S"})
    void onlyTheShutdownNeedsNoTime(String text) {
        assertThat(with(Map.of(Setting.SHUTDOWN_GRACE, text)).shutdownGrace()).isZero();
        assertThat(refused(Map.of(Setting.MAIL_TIMEOUT, text))).hasSize(1);
    }

    @Test
    void theGapsBetweenAttemptsMayAllBeTheSame() {
        Settings settings = with(Map.of(Setting.RETRY_FIRST, "1m", Setting.RETRY_LONGEST, "60s"));

        assertThat(settings.retryLongest()).isEqualTo(settings.retryFirst());
    }

    @ParameterizedTest
    @CsvSource({
        "https://tocsin.example.com/, https://tocsin.example.com",
        "https://example.com/tocsin/, https://example.com/tocsin",
        "http://10.0.0.1:8080, http://10.0.0.1:8080"
    })
    void theBaseAddressHasNoSlashAtItsEnd(String given, URI kept) {
        assertThat(with(Map.of(Setting.BASE_URL, given)).baseUrl()).isEqualTo(kept);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "' FALSE ', false", "True, true"})
    void aSwitchIsOnOrOffInAnyCase(String given, boolean on) {
        Settings settings = with(Map.of(Setting.REST_ENABLED, given, Setting.TIMERS_ENABLED, given));

        assertThat(settings.restEnabled()).isEqualTo(on);
        assertThat(settings.timersEnabled()).isEqualTo(on);
    }

    @ParameterizedTest
    @CsvSource({"/tocsin/api, /tocsin/api", "/api/, /api", "/v1.0/~bell_x-y/..., /v1.0/~bell_x-y/..."})
    void thePathOfTheApiHasNoSlashAtItsEnd(String given, String kept) {
        assertThat(with(Map.of(Setting.REST_PATH, given)).restPath()).isEqualTo(kept);
    }

    @Test
    void theBaseAddressFollowsThePortUnlessItIsSet() {
        assertThat(with(Map.of(Setting.HTTP_PORT, "9090")).baseUrl()).hasToString("http://localhost:9090");
    }

    @ParameterizedTest
    @EnumSource(Settings.MailSecurity.class)
    void howMailIsProtectedMayBeSaidInAnyCase(Settings.MailSecurity security) {
        String word = security.name();

        assertThat(with(Map.of(Setting.MAIL_SECURITY, word)).mailSecurity()).isEqualTo(security);
        assertThat(with(Map.of(Setting.MAIL_SECURITY, word.toLowerCase(java.util.Locale.ROOT)))
                        .mailSecurity())
                .isEqualTo(security);
    }

    @Test
    void aBlankValueIsNoValue() {
        Settings settings = with(Map.of(Setting.MAIL_USER, "  ", Setting.DATABASE_URL, "", Setting.BASE_URL, " "));

        assertThat(settings.mailUser()).isEmpty();
        assertThat(settings.database().isH2()).isTrue();
        assertThat(settings.baseUrl()).hasToString("http://localhost:8080");
    }

    @Test
    void theLoginOfTheDatabaseIsTakenFromItsAddress() {
        Settings settings = with(Map.of(Setting.DATABASE_URL, "jdbc:h2:mem:x;USER=bell;PASSWORD=ringer"));

        assertThat(settings.databaseUser()).isEqualTo("bell");
        assertThat(settings.databasePassword()).isEqualTo("ringer");
    }

    @Test
    void theLoginOfTheDatabaseIsBetterSetThanWrittenInItsAddress() {
        Settings settings = with(Map.of(
                Setting.DATABASE_URL, "jdbc:h2:mem:x;USER=bell;PASSWORD=ringer",
                Setting.DATABASE_USER, "alice",
                Setting.DATABASE_PASSWORD, "other"));

        assertThat(settings.databaseUser()).isEqualTo("alice");
        assertThat(settings.databasePassword()).isEqualTo("other");
    }

    @Test
    void postgresqlIsEnteredAsTheUserOfTheSystemUnlessOneIsSet() {
        assertThat(with(Map.of(Setting.DATABASE_URL, "jdbc:postgresql://db/tocsin"))
                        .databaseUser())
                .isEqualTo(System.getProperty("user.name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/tocsin?user=bell&password=hush-hush",
                "jdbc:mysql://bell:hush-hush@db/tocsin",
                "jdbc:sqlserver://db;password=hush-hush;encrypt=true",
                "postgresql://bell:hush-hush@db/tocsin"
            })
    void aRefusedAddressOfADatabaseDoesNotShowItsPassword(String address) {
        assertThat(refused(Map.of(Setting.DATABASE_URL, address)))
                .singleElement()
                .asString()
                .startsWith("TOCSIN_DATABASE_URL is ")
                .doesNotContain("hush");
    }

    @Test
    void passwordsAreNotShownWhenOtherValuesAreRefused() {
        List<String> problems = refused(Map.of(
                Setting.DATABASE_PASSWORD, "hush-hush",
                Setting.MAIL_PASSWORD, "hush-hush",
                Setting.DATABASE_URL, "jdbc:oracle:thin:@db",
                Setting.MAIL_PORT, "none"));

        assertThat(problems).hasSize(2).noneMatch(problem -> problem.contains("hush"));
    }

    private static List<String> refused(Map<Setting, String> values) {
        return catchThrowableOfType(SettingsRefused.class, () -> with(values)).problems();
    }

    private static Settings with(Map<Setting, String> values) {
        return Settings.from(key -> values.entrySet().stream()
                .filter(entry -> entry.getKey().key().equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(Optional::empty));
    }

    @ParameterizedTest
    @EnumSource(names = {"HTTP_PORT", "MAIL_FROM", "MAIL_SECURITY", "LEASE", "WORKERS"})
    void anEmptyValueIsRefusedOnce(Setting setting) {
        assertThat(refused(Map.of(setting, "")))
                .singleElement()
                .asString()
                .startsWith(setting.variable() + " is empty");
    }

    @Test
    void aLongestGapThatIsNoDurationIsRefusedOnce() {
        assertThat(refused(Map.of(Setting.RETRY_LONGEST, "long")))
                .singleElement()
                .asString()
                .startsWith("TOCSIN_RETRY_LONGEST is \"long\"; needed is a duration such as ");
    }

    @Test
    void aRefusedBaseAddressDoesNotShowAPassword() {
        assertThat(refused(Map.of(Setting.BASE_URL, "https://bell:hush-hush@tocsin.example.com")))
                .singleElement()
                .asString()
                .startsWith("TOCSIN_BASE_URL is ")
                .doesNotContain("hush");
    }
}
