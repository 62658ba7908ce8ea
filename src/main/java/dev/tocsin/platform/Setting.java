package dev.tocsin.platform;

import java.util.Locale;

/**
 * The keys of the configuration. What each means, and its default, is written in
 * {@code server-config/microprofile-config.properties}.
 */
public enum Setting {
    HTTP_PORT,
    DATA_DIR,
    BASE_URL,
    SHUTDOWN_GRACE,
    DATABASE_URL,
    DATABASE_USER,
    DATABASE_PASSWORD,
    MAIL_HOST,
    MAIL_PORT,
    MAIL_USER,
    MAIL_PASSWORD,
    MAIL_FROM,
    MAIL_SECURITY,
    MAIL_TIMEOUT,
    WORKERS,
    ACTION_TIMEOUT,
    LEASE,
    RETRY_ATTEMPTS,
    RETRY_FIRST,
    RETRY_LONGEST,
    SWEEP,
    KEEP_RESOLVED,
    KEEP_WONT_FIX,
    KEEP_HISTORY,
    KEEP_AUDIT,
    RETENTION_EVERY,
    JOB_THREADS,
    QUERY_DATA_SOURCES,
    SECRET_KEY,
    WEBHOOK_HOSTS,
    REST_ENABLED,
    REST_PATH,
    TIMERS_ENABLED,
    RECORD_URLS,
    LOG_ISSUES,
    LOG_LOGGERS,
    SECURITY,
    ADMIN_PASSWORD,
    ROLES_ADMIN,
    ROLES_OPERATOR,
    ROLES_VIEWER,
    ROLES_REPORTER,
    PAGES_ENABLED,
    SESSION_IDLE,
    SESSION_LONGEST,
    MONITORING_FROM,
    PROXIES;

    /** The name in a properties file: {@code tocsin.http.port}. */
    public String key() {
        return "tocsin." + name().toLowerCase(Locale.ROOT).replace('_', '.');
    }

    /** The name in the environment: {@code TOCSIN_HTTP_PORT}. */
    public String variable() {
        return "TOCSIN_" + name();
    }
}
