package dev.tocsin.platform;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
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

    /**
     * Who asks a database that is there, but does not answer, is told so after half a minute; nothing that Tocsin asks takes
     * so long, but for {@linkplain Migrations what changes its tables}, which waits.
     */
    private static final Map<String, String> POSTGRESQL_OPTIONS = options(
            "reWriteBatchedInserts", "true",
            "tcpKeepAlive", "true",
            "connectTimeout", "10",
            "socketTimeout", "30",
            "ApplicationName", "tocsin");

    /**
     * A file of H2's, which is written in such a way that a thread that is interrupted meanwhile does not close it: H2 would close
     * the whole database then, for everyone. Actions and checks that take too long are interrupted.
     */
    private static final Pattern H2_FILE = Pattern.compile("jdbc:h2:(file:|(?=[./~]))");

    private static final Pattern KIND = Pattern.compile("(jdbc:)?[a-z0-9]{1,20}:");

    private final String url;
    private final String base;
    private final boolean h2;
    private final Map<String, String> login;

    private DatabaseAddress(String url, String base, boolean h2, Map<String, String> login) {
        this.url = url;
        this.base = base;
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
            throw refused(url);
        }
        String[] parts = h2 ? url.split(";") : url.split("[?&]");
        Map<String, String> login = new LinkedHashMap<>();
        List<String> options = new ArrayList<>();
        for (String option : Arrays.asList(parts).subList(1, parts.length)) {
            String[] pair = option.split("=", 2);
            String name = pair[0].toLowerCase(Locale.ROOT);
            if (pair.length == 2 && (name.equals("user") || name.equals("password"))) {
                login.put(name, h2 ? pair[1] : decoded(pair[1], url));
            } else {
                options.add(option);
            }
        }
        (h2 ? h2Options(parts[0]) : POSTGRESQL_OPTIONS).forEach((name, value) -> {
            boolean given = options.stream()
                    .anyMatch(
                            option -> option.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + "="));
            if (!given) {
                options.add(name + "=" + value);
            }
        });
        String plain = H2_FILE.matcher(parts[0]).replaceFirst("jdbc:h2:async:")
                + (h2 ? ";" : "?")
                + String.join(h2 ? ";" : "&", options);
        return new DatabaseAddress(plain, parts[0], h2, login);
    }

    private static String decoded(String value, String url) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("is \"" + shown(url)
                    + "\", and its user or password has a % that begins no character; write %25 for one");
        }
    }

    private static IllegalArgumentException refused(String url) {
        return new IllegalArgumentException("is \"" + shown(url)
                + "\"; needed is a JDBC address of PostgreSQL or H2, such as jdbc:postgresql://db.example.com/tocsin");
    }

    /** What kind of address it is, and no more: any part of it may be a secret. */
    private static String shown(String url) {
        Matcher kind = KIND.matcher(url);
        return kind.lookingAt() ? kind.group() + "…" : "…";
    }

    /** The file in the data folder that the standalone server uses when nothing else is configured. */
    public static DatabaseAddress embedded(Path dataDir) {
        return of("jdbc:h2:file:" + dataDir.resolve("tocsin"));
    }

    public String url() {
        return url;
    }

    /** Whether it is the {@link #embedded} one, or another file in that folder. */
    public boolean isIn(Path dataDir) {
        return base.startsWith("jdbc:h2:file:" + dataDir);
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
        return base.replaceAll("//[^/]*@", "//");
    }

    private static Map<String, String> h2Options(String base) {
        Map<String, String> wanted = new LinkedHashMap<>(H2_OPTIONS);
        if (base.startsWith("jdbc:h2:mem:")) {
            wanted.put("DB_CLOSE_DELAY", "-1");
        }
        return wanted;
    }

    private static Map<String, String> options(String... pairs) {
        Map<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return options;
    }
}
