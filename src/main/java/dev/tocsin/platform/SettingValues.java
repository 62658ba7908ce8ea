package dev.tocsin.platform;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What is set, read as what it has to be. A value that is not that is noted, and something harmless given in its place, so that
 * one look at the configuration finds all that is wrong with it.
 */
final class SettingValues {

    private static final Pattern ROLE = Pattern.compile("[^\\s,*]{1,100}");
    private static final Pattern MAIL_ADDRESS = Pattern.compile("[^@\\s,;<>\"]+@[^@\\s,;<>\"]+");
    private static final Pattern URL_PATH = Pattern.compile("(/(?!\\.{1,2}(/|$))[A-Za-z0-9._~-]+)+");
    private static final Pattern JNDI_NAME = Pattern.compile("(java:(app|comp|module|global)/|jdbc/)[A-Za-z0-9_./-]+");
    private static final Pattern URL_TEMPLATE =
            Pattern.compile("([^=\\s]+)\\s*=\\s*((?:https?://[^/\\s{}]+|/)[^\\s{}]*\\{id}[^\\s{}]*)");
    private static final Pattern HOST =
            Pattern.compile("(\\*\\.)?[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?|\\[[0-9A-Fa-f:.]+]");

    private static final Duration SHORTEST = Duration.ofMillis(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    private static final String FOREVER = "forever";
    private static final Duration LEAST_AGE = Duration.ofSeconds(1);
    private static final Duration GREATEST_AGE = Duration.ofDays(36_500);

    private final Function<String, Optional<String>> lookup;
    private final List<String> problems = new ArrayList<>();
    private final Set<Setting> refused = EnumSet.noneOf(Setting.class);

    /** @param lookup the value that is set for a key such as {@code tocsin.http.port} */
    SettingValues(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
    }

    /** One of a few words, in any case; the first of them where it is refused. */
    <E extends Enum<E>> E oneOf(Setting setting, Class<E> words) {
        try {
            return Enum.valueOf(words, value(setting).orElse("").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            List<String> all = Stream.of(words.getEnumConstants())
                    .map(word -> word.name().toLowerCase(Locale.ROOT))
                    .toList();
            int last = all.size() - 1;
            refuse(setting, String.join(", ", all.subList(0, last)) + " or " + all.get(last));
            return words.getEnumConstants()[0];
        }
    }

    /** No message tells it. */
    Optional<String> password(Setting setting) {
        Optional<String> password = lookup.apply(setting.key()).filter(text -> !text.isEmpty());
        password.filter(text -> text.length() < 12 || text.length() > 200)
                .ifPresent(text -> problems.add(
                        setting.variable() + " has " + text.length() + " characters; needed are 12 to 200"));
        return password;
    }

    String role(Setting setting) {
        return matching(setting, ROLE, "the name of a role, such as tocsin-admin");
    }

    AddressRanges addresses(Setting setting) {
        try {
            return AddressRanges.of(names(setting));
        } catch (IllegalArgumentException e) {
            refuse(setting, "a list of addresses and ranges such as 10.0.0.0/8, ::1, with commas between them");
            return AddressRanges.of(List.of());
        }
    }

    Optional<String> value(Setting setting) {
        return lookup.apply(setting.key()).map(String::strip).filter(text -> !text.isEmpty());
    }

    String text(Setting setting) {
        return value(setting).orElseGet(() -> {
            refuse(setting, "a value");
            return "";
        });
    }

    boolean flag(Setting setting) {
        String text = value(setting).orElse("").toLowerCase(Locale.ROOT);
        if (!text.equals("true") && !text.equals("false")) {
            refuse(setting, "true or false");
        }
        return text.equals("true");
    }

    /** What stands between commas. */
    List<String> names(Setting setting) {
        return Pattern.compile(",")
                .splitAsStream(value(setting).orElse(""))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    Level level(Setting setting) {
        try {
            return Level.parse(value(setting).orElse("").toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            refuse(setting, "off, severe, warning, info, or another level of java.util.logging");
            return Level.OFF;
        }
    }

    Map<String, String> templates(Setting setting) {
        Map<String, String> templates = new LinkedHashMap<>();
        for (String entry : names(setting)) {
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
    List<String> secretKeys(Setting setting, int shortest) {
        List<String> keys = names(setting);
        for (int i = 0; i < keys.size(); i++) {
            int length = keys.get(i).length();
            if (length < shortest) {
                problems.add(setting.variable() + " has " + length + " characters"
                        + (keys.size() == 1 ? "" : " in key " + (i + 1) + " of " + keys.size())
                        + "; needed are at least " + shortest
                        + ", such as those that \"openssl rand -base64 32\" makes");
            }
        }
        return keys;
    }

    List<String> hosts(Setting setting) {
        List<String> hosts = names(setting);
        if (!hosts.stream().allMatch(host -> HOST.matcher(host).matches())) {
            refuse(setting, "a list of hosts such as hooks.example.com or *.example.com, with commas between them");
        }
        return hosts.stream().map(host -> host.toLowerCase(Locale.ROOT)).toList();
    }

    List<String> jndiNames(Setting setting) {
        List<String> names = names(setting);
        if (!names.stream().allMatch(name -> JNDI_NAME.matcher(name).matches())) {
            refuse(setting, "a list of JNDI names such as java:app/jdbc/shop, with commas between them");
        }
        return names;
    }

    int port(Setting setting) {
        return number(setting, 1, 65535);
    }

    int number(Setting setting, int least, int most) {
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

    Duration duration(Setting setting) {
        return duration(setting, SHORTEST);
    }

    Duration duration(Setting setting, Duration least) {
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
    Optional<Duration> age(Setting setting) {
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

    Path path(Setting setting) {
        try {
            return Path.of(text(setting)).toAbsolutePath().normalize();
        } catch (java.nio.file.InvalidPathException e) {
            refuse(setting, "the path of a folder");
            return Path.of("");
        }
    }

    URI url(Setting setting, String fallback) {
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

    String urlPath(Setting setting) {
        String text = value(setting).orElse("");
        String path = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
        if (!URL_PATH.matcher(path).matches()) {
            refuse(setting, "a path such as /api or /tocsin/api, of letters, digits, and the signs - . _ ~");
        }
        return path;
    }

    String mailAddress(Setting setting) {
        return matching(setting, MAIL_ADDRESS, "a mail address such as tocsin@example.com");
    }

    private String matching(Setting setting, Pattern pattern, String needed) {
        String text = value(setting).orElse("");
        if (!pattern.matcher(text).matches()) {
            refuse(setting, needed);
        }
        return text;
    }

    DatabaseAddress databaseAddress(Setting setting, Path dataDir) {
        Optional<String> url = value(setting);
        if (url.isEmpty()) {
            return DatabaseAddress.embedded(dataDir);
        }
        try {
            return DatabaseAddress.of(url.get());
        } catch (IllegalArgumentException e) {
            problems.add(setting.variable() + " " + e.getMessage());
            return DatabaseAddress.embedded(dataDir);
        }
    }

    /** Of two durations; says nothing of one that is refused already. */
    void refuseShorter(Setting setting, Duration given, Setting other, Duration least) {
        if (!refused.contains(setting) && given.compareTo(least) < 0) {
            refuse(setting, "a duration that is not shorter than " + other.variable());
        }
    }

    /** @throws SettingsRefused naming every value that was wrong */
    void throwIfRefused() {
        if (!problems.isEmpty()) {
            throw new SettingsRefused(problems);
        }
    }

    private void refuse(Setting setting, String needed) {
        String given = value(setting)
                .map(text -> "is \"" + text.replaceAll("//[^/]*@", "//***@") + "\"")
                .orElse("is empty");
        problems.add(setting.variable() + " " + given + "; needed is " + needed);
        refused.add(setting);
    }
}
