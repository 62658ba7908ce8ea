package dev.tocsin.platform;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A JDBC address of one of the databases that Tocsin runs on, with the driver that follows from it. */
public final class DatabaseAddress {

    /**
     * H2 by default writes half a second after the commit: an issue that was answered "created" would
     * be lost with the process. The server closes the database itself when it stops.
     */
    private static final Map<String, String> H2_OPTIONS =
            options("WRITE_DELAY", "0", "DB_CLOSE_ON_EXIT", "FALSE", "LOCK_TIMEOUT", "10000");

    private static final Map<String, String> POSTGRESQL_OPTIONS = options(
            "reWriteBatchedInserts", "true",
            "tcpKeepAlive", "true",
            "connectTimeout", "10",
            "socketTimeout", "120",
            "ApplicationName", "tocsin");

    private final String url;
    private final boolean h2;

    private DatabaseAddress(String url, boolean h2) {
        this.url = url;
        this.h2 = h2;
    }

    /**
     * @param url a JDBC address; options that Tocsin relies on are added where the address does not
     *     set them
     * @throws IllegalArgumentException with a message that begins with what the address is
     */
    public static DatabaseAddress of(String url) {
        if (url.startsWith("jdbc:h2:")) {
            if (url.startsWith("jdbc:h2:mem:")) {
                return new DatabaseAddress(h2(url, options("DB_CLOSE_DELAY", "-1")), true);
            }
            return new DatabaseAddress(h2(url, Map.of()), true);
        }
        if (url.startsWith("jdbc:postgresql:")) {
            return new DatabaseAddress(postgresql(url), false);
        }
        throw new IllegalArgumentException("is \"" + masked(url)
                + "\"; needed is a JDBC address of PostgreSQL or H2, such as"
                + " jdbc:postgresql://db.example.com/tocsin");
    }

    /** The file in the data folder that the standalone server uses when nothing else is configured. */
    public static DatabaseAddress embedded(Path dataDir) {
        return of("jdbc:h2:file:" + dataDir.resolve("tocsin"));
    }

    public String url() {
        return url;
    }

    public boolean isH2() {
        return h2;
    }

    public String driver() {
        return h2 ? "org.h2.jdbcx.JdbcDataSource" : "org.postgresql.ds.PGSimpleDataSource";
    }

    /** The address without options and secrets, for people. */
    @Override
    public String toString() {
        return masked(url.split("[?;]", 2)[0]);
    }

    private static String masked(String url) {
        return url.replaceAll("(?i)(password=)[^&;]*", "$1***").replaceAll("//[^/@]*@", "//***@");
    }

    private static String h2(String url, Map<String, String> more) {
        Map<String, String> wanted = new LinkedHashMap<>(H2_OPTIONS);
        wanted.putAll(more);
        StringBuilder whole = new StringBuilder(url);
        String known = url.toUpperCase(Locale.ROOT);
        wanted.forEach((name, value) -> {
            if (!known.contains(";" + name + "=")) {
                whole.append(';').append(name).append('=').append(value);
            }
        });
        return whole.toString();
    }

    private static String postgresql(String url) {
        StringBuilder whole = new StringBuilder(url);
        POSTGRESQL_OPTIONS.forEach((name, value) -> {
            if (!url.contains("?" + name + "=") && !url.contains("&" + name + "=")) {
                whole.append(whole.indexOf("?") < 0 ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value);
            }
        });
        return whole.toString();
    }

    private static Map<String, String> options(String... pairs) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return options;
    }
}
