package dev.tocsin.platform;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final Pattern LOGIN = Pattern.compile("(?i)([?&;])(user|password)=([^&;]*)(&?)");

    private final String url;
    private final boolean h2;
    private final Map<String, String> login;

    private DatabaseAddress(String url, boolean h2, Map<String, String> login) {
        this.url = url;
        this.h2 = h2;
        this.login = login;
    }

    /**
     * @param url a JDBC address; options that Tocsin relies on are added where the address does not
     *     set them
     * @throws IllegalArgumentException with a message that begins with what the address is
     */
    public static DatabaseAddress of(String url) {
        boolean h2 = url.startsWith("jdbc:h2:");
        if (!h2 && !url.startsWith("jdbc:postgresql:")) {
            throw new IllegalArgumentException("is \"" + masked(url)
                    + "\"; needed is a JDBC address of PostgreSQL or H2, such as"
                    + " jdbc:postgresql://db.example.com/tocsin");
        }
        Map<String, String> login = new LinkedHashMap<>();
        String plain = withoutLogin(url, h2, login);
        return new DatabaseAddress(h2 ? h2(plain) : postgresql(plain), h2, login);
    }

    /** The pool is told who logs in, and takes it from nowhere else. */
    private static String withoutLogin(String url, boolean h2, Map<String, String> login) {
        Matcher matcher = LOGIN.matcher(url);
        StringBuilder plain = new StringBuilder();
        while (matcher.find()) {
            String value = matcher.group(3);
            login.put(
                    matcher.group(2).toLowerCase(Locale.ROOT),
                    h2 ? value : URLDecoder.decode(value, StandardCharsets.UTF_8));
            boolean more = !matcher.group(4).isEmpty();
            matcher.appendReplacement(plain, h2 || !more ? "" : matcher.group(1));
        }
        return matcher.appendTail(plain).toString();
    }

    /** The file in the data folder that the standalone server uses when nothing else is configured. */
    public static DatabaseAddress embedded(Path dataDir) {
        return of("jdbc:h2:file:" + dataDir.resolve("tocsin"));
    }

    public String url() {
        return url;
    }

    /** The user that the address names. */
    public Optional<String> user() {
        return Optional.ofNullable(login.get("user"));
    }

    /** The password that the address has in it. */
    public Optional<String> password() {
        return Optional.ofNullable(login.get("password"));
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

    private static String h2(String url) {
        Map<String, String> wanted = new LinkedHashMap<>(H2_OPTIONS);
        if (url.startsWith("jdbc:h2:mem:")) {
            wanted.put("DB_CLOSE_DELAY", "-1");
        }
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
