package dev.tocsin.platform;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.logging.Level;

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

    /** The least characters of a key that secrets are encrypted with. */
    static final int SHORTEST_SECRET_KEY = 32;

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

    private Settings(SettingValues values) {
        httpPort = values.port(Setting.HTTP_PORT);
        dataDir = values.path(Setting.DATA_DIR);
        baseUrl = values.url(Setting.BASE_URL, "http://localhost:" + httpPort);
        shutdownGrace = values.duration(Setting.SHUTDOWN_GRACE, Duration.ZERO);
        database = values.databaseAddress(Setting.DATABASE_URL, dataDir);
        databaseUser = values.value(Setting.DATABASE_USER)
                .or(database::user)
                .orElse(database.isH2() ? "sa" : System.getProperty("user.name"));
        databasePassword =
                values.value(Setting.DATABASE_PASSWORD).or(database::password).orElse("");
        mailHost = values.text(Setting.MAIL_HOST);
        mailPort = values.port(Setting.MAIL_PORT);
        mailUser = values.value(Setting.MAIL_USER);
        mailPassword = values.value(Setting.MAIL_PASSWORD);
        mailFrom = values.mailAddress(Setting.MAIL_FROM);
        mailSecurity = values.oneOf(Setting.MAIL_SECURITY, MailSecurity.class);
        mailTimeout = values.duration(Setting.MAIL_TIMEOUT);
        workers = values.number(Setting.WORKERS, 1, 1000);
        actionTimeout = values.duration(Setting.ACTION_TIMEOUT);
        lease = values.duration(Setting.LEASE, Duration.ofSeconds(3));
        retryAttempts = values.number(Setting.RETRY_ATTEMPTS, 1, 1000);
        retryFirst = values.duration(Setting.RETRY_FIRST);
        retryLongest = values.duration(Setting.RETRY_LONGEST);
        values.refuseShorter(Setting.RETRY_LONGEST, retryLongest, Setting.RETRY_FIRST, retryFirst);
        sweep = values.duration(Setting.SWEEP, Duration.ofMillis(100));
        keepResolved = values.age(Setting.KEEP_RESOLVED);
        keepWontFix = values.age(Setting.KEEP_WONT_FIX);
        keepHistory = values.age(Setting.KEEP_HISTORY);
        keepAudit = values.age(Setting.KEEP_AUDIT);
        retentionEvery = values.duration(Setting.RETENTION_EVERY, Duration.ofSeconds(1));
        jobThreads = values.number(Setting.JOB_THREADS, 1, 100);
        queryDataSources = values.jndiNames(Setting.QUERY_DATA_SOURCES);
        secretKeys = values.secretKeys(Setting.SECRET_KEY, SHORTEST_SECRET_KEY);
        webhookHosts = values.hosts(Setting.WEBHOOK_HOSTS);
        restEnabled = values.flag(Setting.REST_ENABLED);
        restPath = values.urlPath(Setting.REST_PATH);
        timersEnabled = values.flag(Setting.TIMERS_ENABLED);
        recordUrls = values.templates(Setting.RECORD_URLS);
        logIssues = values.level(Setting.LOG_ISSUES);
        List<String> loggers = values.names(Setting.LOG_LOGGERS);
        logLoggers = loggers.isEmpty() ? List.of("") : loggers;
        security = values.oneOf(Setting.SECURITY, Security.class);
        adminPassword = values.password(Setting.ADMIN_PASSWORD);
        adminRole = values.role(Setting.ROLES_ADMIN);
        operatorRole = values.role(Setting.ROLES_OPERATOR);
        viewerRole = values.role(Setting.ROLES_VIEWER);
        reporterRole = values.role(Setting.ROLES_REPORTER);
        pagesEnabled = values.flag(Setting.PAGES_ENABLED);
        sessionIdle = values.duration(Setting.SESSION_IDLE, Duration.ofSeconds(1));
        sessionLongest = values.duration(Setting.SESSION_LONGEST, Duration.ofSeconds(1));
        monitoringFrom = values.addresses(Setting.MONITORING_FROM);
        proxies = values.addresses(Setting.PROXIES);
        values.throwIfRefused();
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
        return new Settings(
                new SettingValues(key -> lookup.apply(key).or(() -> Optional.ofNullable(defaults.getProperty(key)))));
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
}
