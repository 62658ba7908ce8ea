package dev.tocsin.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The configuration in force, checked as a whole: an instance has only right values. Uses nothing
 * beyond the JDK, because the launcher reads it before there is a server.
 */
public final class Settings {

    /** How the connection to the mail server is protected. */
    public enum MailSecurity {
        AUTO,
        STARTTLS,
        TLS,
        NONE
    }

    /** Who says who is calling. */
    public enum Security {
        /** Tocsin: it has users and passwords of its own. */
        OWN,
        /** The application that Tocsin is part of. */
        HOST
    }

    private static final Pattern ROLE = Pattern.compile("[^\\s,*]{1,100}");
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[^@\\s,;<>\"]+@[^@\\s,;<>\"]+");
    private static final Pattern URL_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");
    private static final Pattern JNDI_NAME = Pattern.compile("(java:(app|comp|module|global)/|jdbc/)[A-Za-z0-9_./-]+");
    private static final Pattern URL_TEMPLATE =
            Pattern.compile("([^=\\s]+)\\s*=\\s*((?:https?://[^/\\s{}]+|/)[^\\s{}]*\\{id}[^\\s{}]*)");
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");

    /** The least characters of a key that secrets are encrypted with. */
    static final int SHORTEST_SECRET_KEY = 32;

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final String FOREVER = "forever";
    private static final Duration LEAST_AGE = Duration.ofSeconds(1);
    private static final Duration GREATEST_AGE = Duration.ofDays(36_500);

    private final Function<String, Optional<String>> lookup;
    private final List<String> problems = new ArrayList<>();

    private final int httpPort;
    private final Path dataDir;
    private final URI baseUrl;
    private final Duration shutdownGrace;
    private final DatabaseAddress database;
    private final String databaseUser;
    private final String databasePassword;
    private final String mailHost;
    private final int mailPort;
    private final Optional<String> mailUser;
    private final Optional<String> mailPassword;
    private final String mailFrom;
    private final MailSecurity mailSecurity;
    private final Duration mailTimeout;
    private final int workers;
    private final Duration actionTimeout;
    private final Duration lease;
    private final int retryAttempts;
    private final Duration retryFirst;
    private final Duration retryLongest;
    private final Duration sweep;
    private final Optional<Duration> keepResolved;
    private final Optional<Duration> keepWontFix;
    private final Optional<Duration> keepHistory;
    private final Optional<Duration> keepAudit;
    private final Duration retentionEvery;
    private final int jobThreads;
    private final List<String> queryDataSources;
    private final List<String> secretKeys;
    private final List<String> webhookHosts;
    private final boolean restEnabled;
    private final String restPath;
    private final boolean timersEnabled;
    private final Map<String, String> recordUrls;
    private final Level logIssues;
    private final List<String> logLoggers;
    private final Security security;
    private final Optional<String> adminPassword;
    private final String adminRole;
    private final String operatorRole;
    private final String viewerRole;
    private final String reporterRole;
    private final boolean pagesEnabled;
    private final Duration sessionIdle;
    private final Duration sessionLongest;
    private final AddressRanges monitoringFrom;
    private final AddressRanges proxies;

    private Settings(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
        httpPort = port(Setting.HTTP_PORT);
        dataDir = path(Setting.DATA_DIR);
        baseUrl = url(Setting.BASE_URL, "http://localhost:" + httpPort);
        shutdownGrace = duration(Setting.SHUTDOWN_GRACE, Duration.ZERO);
        database = databaseAddress();
        databaseUser = value(Setting.DATABASE_USER)
                .or(database::user)
                .orElse(database.isH2() ? "sa" : System.getProperty("user.name"));
        databasePassword =
                value(Setting.DATABASE_PASSWORD).or(database::password).orElse("");
        mailHost = text(Setting.MAIL_HOST);
        mailPort = port(Setting.MAIL_PORT);
        mailUser = value(Setting.MAIL_USER);
        mailPassword = value(Setting.MAIL_PASSWORD);
        mailFrom = mailAddress(Setting.MAIL_FROM);
        mailSecurity = readMailSecurity();
        mailTimeout = duration(Setting.MAIL_TIMEOUT, SHORTEST);
        workers = number(Setting.WORKERS, 1, 1000);
        actionTimeout = duration(Setting.ACTION_TIMEOUT, SHORTEST);
        lease = duration(Setting.LEASE, Duration.ofSeconds(3));
        retryAttempts = number(Setting.RETRY_ATTEMPTS, 1, 1000);
        int before = problems.size();
        retryFirst = duration(Setting.RETRY_FIRST, SHORTEST);
        retryLongest = duration(Setting.RETRY_LONGEST, SHORTEST);
        if (problems.size() == before && retryLongest.compareTo(retryFirst) < 0) {
            refuse(Setting.RETRY_LONGEST, "a duration that is not shorter than " + Setting.RETRY_FIRST.variable());
        }
        sweep = duration(Setting.SWEEP, Duration.ofMillis(100));
        keepResolved = age(Setting.KEEP_RESOLVED);
        keepWontFix = age(Setting.KEEP_WONT_FIX);
        keepHistory = age(Setting.KEEP_HISTORY);
        keepAudit = age(Setting.KEEP_AUDIT);
        retentionEvery = duration(Setting.RETENTION_EVERY, Duration.ofSeconds(1));
        jobThreads = number(Setting.JOB_THREADS, 1, 100);
        queryDataSources = jndiNames(Setting.QUERY_DATA_SOURCES);
        secretKeys = readSecretKeys();
        webhookHosts = hosts(Setting.WEBHOOK_HOSTS);
        restEnabled = flag(Setting.REST_ENABLED);
        restPath = urlPath(Setting.REST_PATH);
        timersEnabled = flag(Setting.TIMERS_ENABLED);
        recordUrls = templates(Setting.RECORD_URLS);
        logIssues = level(Setting.LOG_ISSUES);
        logLoggers = value(Setting.LOG_LOGGERS).map(Settings::names).orElse(List.of(""));
        security = readSecurity();
        adminPassword = readAdminPassword();
        adminRole = role(Setting.ROLES_ADMIN);
        operatorRole = role(Setting.ROLES_OPERATOR);
        viewerRole = role(Setting.ROLES_VIEWER);
        reporterRole = role(Setting.ROLES_REPORTER);
        pagesEnabled = flag(Setting.PAGES_ENABLED);
        sessionIdle = duration(Setting.SESSION_IDLE, Duration.ofSeconds(1));
        sessionLongest = duration(Setting.SESSION_LONGEST, Duration.ofSeconds(1));
        monitoringFrom = addresses(Setting.MONITORING_FROM);
        proxies = addresses(Setting.PROXIES);
        if (!problems.isEmpty()) {
            throw new SettingsRefused(problems);
        }
    }

    /**
     * Reads and checks the whole configuration.
     *
     * @param lookup the value that is set for a key such as {@code tocsin.http.port}; what it does not
     *     know has the default
     * @throws SettingsRefused naming every wrong value
     */
    public static Settings from(Function<String, Optional<String>> lookup) {
        Properties defaults = defaults();
        return new Settings(key -> lookup.apply(key).or(() -> Optional.ofNullable(defaults.getProperty(key))));
    }

    /** The defaults, as the documented file has them. */
    public static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream file = Settings.class.getResourceAsStream("/META-INF/microprofile-config.properties")) {
            Properties read = new Properties();
            if (file != null) {
                read.load(new InputStreamReader(file, StandardCharsets.UTF_8));
            }
            for (Setting setting : Setting.values()) {
                if (read.getProperty(setting.key()) != null) {
                    defaults.setProperty(setting.key(), read.getProperty(setting.key()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }

    public int httpPort() {
        return httpPort;
    }

    public Path dataDir() {
        return dataDir;
    }

    /** Without a slash at its end. */
    public URI baseUrl() {
        return baseUrl;
    }

    public Duration shutdownGrace() {
        return shutdownGrace;
    }

    public DatabaseAddress database() {
        return database;
    }

    public String databaseUser() {
        return databaseUser;
    }

    public String databasePassword() {
        return databasePassword;
    }

    public String mailHost() {
        return mailHost;
    }

    public int mailPort() {
        return mailPort;
    }

    public Optional<String> mailUser() {
        return mailUser;
    }

    public Optional<String> mailPassword() {
        return mailPassword;
    }

    public String mailFrom() {
        return mailFrom;
    }

    public MailSecurity mailSecurity() {
        return mailSecurity;
    }

    public Duration mailTimeout() {
        return mailTimeout;
    }

    public int workers() {
        return workers;
    }

    public Duration actionTimeout() {
        return actionTimeout;
    }

    public Duration lease() {
        return lease;
    }

    public int retryAttempts() {
        return retryAttempts;
    }

    public Duration retryFirst() {
        return retryFirst;
    }

    public Duration retryLongest() {
        return retryLongest;
    }

    public Duration sweep() {
        return sweep;
    }

    /** From which level on log records become issues. */
    public Level logIssues() {
        return logIssues;
    }

    /** The names of the loggers whose records do, with those below them; the empty name is that of all. */
    public List<String> logLoggers() {
        return logLoggers;
    }

    /** The JNDI names of the data sources that a check may send a query to. */
    public List<String> queryDataSources() {
        return queryDataSources;
    }

    /** What secrets are encrypted with, the first, and decrypted with, all; empty if there can be no secrets. */
    public List<String> secretKeys() {
        return secretKeys;
    }

    /**
     * The hosts that a webhook may be sent to, in lower case: names, or {@code *.example.com} for all below
     * that; empty for any.
     */
    public List<String> webhookHosts() {
        return webhookHosts;
    }

    public int jobThreads() {
        return jobThreads;
    }

    /** Whether there is a REST API at all. */
    public boolean restEnabled() {
        return restEnabled;
    }

    /** Where the REST API is, from the application's root: with a slash before it, and none at its end. */
    public String restPath() {
        return restPath;
    }

    /** Whether this node sees by itself to what is due later, and to what other nodes left. */
    public boolean timersEnabled() {
        return timersEnabled;
    }

    /** Where people see a record: by its type, an address with {@code {id}} in it. */
    public Map<String, String> recordUrls() {
        return recordUrls;
    }

    /** Who says who is calling. */
    public Security security() {
        return security;
    }

    /** The password that the first admin gets, where Tocsin keeps the users. */
    public Optional<String> adminPassword() {
        return adminPassword;
    }

    /** What the host calls those who may do everything. */
    public String adminRole() {
        return adminRole;
    }

    public String operatorRole() {
        return operatorRole;
    }

    public String viewerRole() {
        return viewerRole;
    }

    public String reporterRole() {
        return reporterRole;
    }

    /** How long after it was resolved an issue is kept; empty for ever. */
    public Optional<Duration> keepResolved() {
        return keepResolved;
    }

    /** How long after it was last seen an issue that nobody will fix is kept; empty for ever. */
    public Optional<Duration> keepWontFix() {
        return keepWontFix;
    }

    /** How long of an issue that is still there is kept what was done again since; empty for ever. */
    public Optional<Duration> keepHistory() {
        return keepHistory;
    }

    /** How long it is kept who changed what; empty for ever. */
    public Optional<Duration> keepAudit() {
        return keepAudit;
    }

    /** How often what is old is deleted. */
    public Duration retentionEvery() {
        return retentionEvery;
    }

    /** Whether there are pages at all. */
    public boolean pagesEnabled() {
        return pagesEnabled;
    }

    /** After so long in which nobody did anything, a session ends; a page that refreshes itself does not count. */
    public Duration sessionIdle() {
        return sessionIdle;
    }

    /** After so long, a session ends whatever happens in it. */
    public Duration sessionLongest() {
        return sessionLongest;
    }

    /** From where metrics and the description of the API may be read without a token. */
    public AddressRanges monitoringFrom() {
        return monitoringFrom;
    }

    /** Whose word for where a request comes from is taken. */
    public AddressRanges proxies() {
        return proxies;
    }

    private Security readSecurity() {
        try {
            return Security.valueOf(value(Setting.SECURITY).orElse("").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            refuse(Setting.SECURITY, "own or host");
            return Security.HOST;
        }
    }

    /** No message tells it. */
    private Optional<String> readAdminPassword() {
        Optional<String> password = lookup.apply(Setting.ADMIN_PASSWORD.key()).filter(text -> !text.isEmpty());
        password.filter(text -> text.length() < 12 || text.length() > 200)
                .ifPresent(text -> problems.add(Setting.ADMIN_PASSWORD.variable() + " has " + text.length()
                        + " characters; needed are 12 to 200"));
        return password;
    }

    private String role(Setting setting) {
        String name = value(setting).orElse("");
        if (!ROLE.matcher(name).matches()) {
            refuse(setting, "the name of a role, such as tocsin-admin");
        }
        return name;
    }

    private AddressRanges addresses(Setting setting) {
        try {
            return AddressRanges.of(value(setting).map(Settings::names).orElse(List.of()));
        } catch (IllegalArgumentException e) {
            refuse(setting, "a list of addresses and ranges such as 10.0.0.0/8, ::1, with commas between them");
            return AddressRanges.of(List.of());
        }
    }

    private Optional<String> value(Setting setting) {
        return lookup.apply(setting.key()).map(String::strip).filter(text -> !text.isEmpty());
    }

    private String text(Setting setting) {
        return value(setting).orElseGet(() -> {
            refuse(setting, "a value");
            return "";
        });
    }

    private boolean flag(Setting setting) {
        String text = value(setting).orElse("").toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            refuse(setting, "true or false");
        }
        return text.equals("true");
    }

    private static List<String> names(String list) {
        return Pattern.compile(",")
                .splitAsStream(list)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private Level level(Setting setting) {
        try {
            return Level.parse(value(setting).orElse("").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            refuse(setting, "off, severe, warning, info, or another level of java.util.logging");
            return Level.OFF;
        }
    }

    private Map<String, String> templates(Setting setting) {
        Map<String, String> templates = new LinkedHashMap<>();
        for (String entry : value(setting).map(Settings::names).orElse(List.of())) {
            Matcher template = URL_TEMPLATE.matcher(entry);
            if (template.matches()) {
                templates.put(template.group(1), template.group(2));
            } else {
                refuse(
                        setting,
                        "a list such as Order=https://shop.example.com/orders/{id}, with commas between its entries");
            }
        }
        return Collections.unmodifiableMap(templates);
    }

    /** What is refused here is not shown: it may be the key, but for a mistake. */
    private List<String> readSecretKeys() {
        List<String> keys = value(Setting.SECRET_KEY).map(Settings::names).orElse(List.of());
        for (int i = 0; i < keys.size(); i++) {
            int length = keys.get(i).length();
            if (length < SHORTEST_SECRET_KEY) {
                problems.add(Setting.SECRET_KEY.variable() + " has " + length + " characters"
                        + (keys.size() == 1 ? "" : " in key " + (i + 1) + " of " + keys.size())
                        + "; needed are at least " + SHORTEST_SECRET_KEY
                        + ", such as those that \"openssl rand -base64 32\" makes");
            }
        }
        return keys;
    }

    private List<String> hosts(Setting setting) {
        List<String> hosts = value(setting).map(Settings::names).orElse(List.of());
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            refuse(setting, "a list of hosts such as hooks.example.com or *.example.com, with commas between them");
        }
        return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    private List<String> jndiNames(Setting setting) {
        List<String> names = value(setting).map(Settings::names).orElse(List.of());
        if (!names.stream().allMatch(name -> JNDI_NAME.matcher(name).matches())) {
            refuse(setting, "a list of JNDI names such as java:app/jdbc/shop, with commas between them");
        }
        return names;
    }

    private int port(Setting setting) {
        return number(setting, 1, 65535);
    }

    private int number(Setting setting, int least, int most) {
        String text = value(setting).orElse("");
        try {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // refused below, as one out of bounds is
        }
        refuse(setting, "a whole number from " + least + " to " + most);
        return least;
    }

    private Duration duration(Setting setting, Duration least) {
        String text = value(setting).orElse("");
        Optional<Duration> duration = DurationText.parse(text);
        if (duration.isPresent()
                && duration.get().compareTo(least) >= 0
                && duration.get().compareTo(LONGEST) <= 0) {
            return duration.get();
        }
        refuse(setting, "a duration such as 500ms, 30s, 15m or 2h, from " + DurationText.of(least) + " to 30d");
        return SHORTEST;
    }

    /** Empty for {@link #FOREVER}. */
    private Optional<Duration> age(Setting setting) {
        String text = value(setting).orElse("");
        if (text.equals(FOREVER)) {
            return Optional.empty();
        }
        Optional<Duration> age = DurationText.parse(text);
        if (age.isEmpty() || age.get().compareTo(LEAST_AGE) < 0 || age.get().compareTo(GREATEST_AGE) > 0) {
            refuse(
                    setting,
                    "a duration such as 12h or 90d, from " + DurationText.of(LEAST_AGE) + " to " + GREATEST_AGE.toDays()
                            + "d, or " + FOREVER);
        }
        return age;
    }

    private Path path(Setting setting) {
        try {
            return Path.of(text(setting)).toAbsolutePath().normalize();
        } catch (java.nio.file.InvalidPathException e) {
            refuse(setting, "the path of a folder");
            return Path.of("");
        }
    }

    private URI url(Setting setting, String fallback) {
        String text = value(setting).orElse(fallback);
        try {
            URI uri = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            if (("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                    && uri.getHost() != null
                    && uri.getQuery() == null
                    && uri.getFragment() == null
                    && uri.getUserInfo() == null) {
                return uri;
            }
        } catch (URISyntaxException notAnAddress) {
            // refused below
        }
        refuse(setting, "an address such as https://tocsin.example.com");
        return URI.create("http://localhost");
    }

    private String urlPath(Setting setting) {
        String text = value(setting).orElse("");
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!URL_PATH.matcher(path).matches()) {
            refuse(setting, "a path such as /api or /tocsin/api, of letters, digits, and the signs - . _ ~");
        }
        return path;
    }

    private String mailAddress(Setting setting) {
        String text = value(setting).orElse("");
        if (!MAIL_ADDRESS.matcher(text).matches()) {
            refuse(setting, "a mail address such as tocsin@example.com");
        }
        return text;
    }

    private MailSecurity readMailSecurity() {
        try {
            return MailSecurity.valueOf(value(Setting.MAIL_SECURITY).orElse("").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            refuse(Setting.MAIL_SECURITY, "auto, starttls, tls or none");
            return MailSecurity.AUTO;
        }
    }

    private DatabaseAddress databaseAddress() {
        Optional<String> url = value(Setting.DATABASE_URL);
        if (url.isEmpty()) {
            return DatabaseAddress.embedded(dataDir);
        }
        try {
            return DatabaseAddress.of(url.get());
        } catch (IllegalArgumentException e) {
            problems.add(Setting.DATABASE_URL.variable() + " " + e.getMessage());
            return DatabaseAddress.embedded(dataDir);
        }
    }

    private void refuse(Setting setting, String needed) {
        String given = value(setting)
                .map(text -> "is \"" + text.replaceAll("//[^/]*@", "//***@") + "\"")
                .orElse("is empty");
        problems.add(setting.variable() + " " + given + "; needed is " + needed);
    }
}
