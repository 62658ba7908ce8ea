package dev.tocsin.admin;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.tocsin.issue.IssueOrder;
import dev.tocsin.issue.IssueStatus;
import dev.tocsin.security.Role;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The texts and the pages fit each other, in each language. */
class TextsTest {

    private static final Path PAGES = Path.of("src/main/resources/META-INF");
    private static final Path BEANS = Path.of("src/main/java/dev/tocsin/admin");

    /** {@code t['…']}, {@code tocsinTexts['…']}, whatever is between the brackets. */
    private static final Pattern LOOKUP = Pattern.compile("(?:\\bt|tocsinTexts)\\[((?:'[^']*'|[^\\]'])*)]");

    private static final Pattern FORMAT = Pattern.compile("(?:\\bt|tocsinTexts)\\.format\\('([^']+)'");
    private static final Pattern TOLD =
            Pattern.compile("(?:messages\\.(?:done|failed|now)|texts\\.format|\\bchange)\\(\\s*\"([a-z]+\\.[a-z.]+)\"");
    private static final Pattern BUILT = Pattern.compile("'([^']+\\.)'\\.concat\\(");
    private static final Pattern LITERAL = Pattern.compile("'([^']*)'");
    private static final Pattern SINGLE_QUOTE = Pattern.compile("(?<!')'(?!')");

    /** What keys that a page builds can end with, where that can be counted. */
    private static Map<String, Stream<String>> endings() {
        return Map.of(
                "role.", Stream.concat(roles(), Stream.of("")),
                "role.may.", roles(),
                "origin.", Arrays.stream(Origin.values()).map(Origin::word),
                "order.", words(IssueOrder.values()),
                "status.", Stream.concat(words(IssueStatus.values()), Stream.of("enabled", "disabled")),
                "story.status.", words(IssueStatus.values()),
                "settings.nav.", Stream.of("settings", "users", "tokens", "audit"),
                "kept.what.", Stream.of("resolved", "wontfix", "history", "audit"),
                "settings.show.", Stream.of("all", "changed"));
    }

    private static Stream<String> roles() {
        return Arrays.stream(Role.values()).map(Role::word);
    }

    private static Stream<String> words(Enum<?>... constants) {
        return Arrays.stream(constants).map(constant -> constant.name().toLowerCase(Locale.ROOT));
    }

    static Stream<Locale> languages() {
        return Texts.LANGUAGES.stream();
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> files(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).map(TextsTest::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> found(Stream<String> files, Pattern pattern) {
        return files.flatMap(file -> pattern.matcher(file).results().map(result -> result.group(1)));
    }

    private static Set<String> formats() {
        return Stream.concat(found(files(PAGES, ".xhtml"), FORMAT), found(files(BEANS, ".java"), TOLD))
                .collect(toCollection(TreeSet::new));
    }

    /** Keys that pages name as a whole: those from which nothing is built, and which nothing is compared with. */
    private static Set<String> plain() {
        return found(files(PAGES, ".xhtml"), LOOKUP)
                .filter(inside -> !inside.contains(".concat("))
                .map(inside -> inside.replaceAll("[!=]=\\s*'[^']*'", ""))
                .flatMap(inside -> LITERAL.matcher(inside).results().map(result -> result.group(1)))
                .collect(toCollection(TreeSet::new));
    }

    @Test
    void allLanguagesHaveTheSameKeys() {
        Set<String> english = Texts.of(Locale.ENGLISH).keySet();
        assertThat(english).hasSizeGreaterThan(100);
        Texts.LANGUAGES.forEach(language -> assertThat(Texts.of(language).keySet())
                .as("the keys in %s", language)
                .isEqualTo(english));
    }

    @Test
    void noLanguageHasAKeyTwice() {
        files(Path.of("src/main/resources/dev/tocsin/admin"), ".properties").forEach(file -> {
            Set<String> seen = new TreeSet<>();
            assertThat(file.lines()
                            .filter(line -> line.matches("[a-z][^#=]*=.*"))
                            .map(line -> line.substring(0, line.indexOf('=')))
                            .filter(key -> !seen.add(key)))
                    .as("keys that are there twice")
                    .isEmpty();
        });
    }

    @Test
    void everyKeyThatAPageOrABeanNamesIsThere() {
        assertThat(plain()).contains("issues.title", "issue.next.none", "users.title");
        assertThat(formats()).contains("pick.one", "issues.resolved", "users.created", "settings.mail.sent");
        Set<String> english = Texts.of(Locale.ENGLISH).keySet();
        assertThat(english).containsAll(plain()).containsAll(formats());
    }

    @Test
    void everyKeyThatAPageBuildsIsThere() {
        Set<String> english = Texts.of(Locale.ENGLISH).keySet();
        Set<String> beginnings =
                found(found(files(PAGES, ".xhtml"), LOOKUP), BUILT).collect(toCollection(TreeSet::new));
        assertThat(beginnings).contains("status.", "role.");
        assertThat(beginnings).allSatisfy(beginning -> assertThat(english).anyMatch(key -> key.startsWith(beginning)));
        endings()
                .forEach((beginning, endings) -> assertThat(english)
                        .containsAll(endings.map(beginning::concat).toList()));
    }

    @ParameterizedTest
    @MethodSource("languages")
    void textsThatAreFilledInCanBe(Locale language) {
        ResourceBundle bundle = Texts.of(language);
        ResourceBundle english = Texts.of(Locale.ENGLISH);
        Set<String> formats = formats();
        bundle.keySet().stream()
                .filter(key -> bundle.getString(key).matches("(?s).*\\{\\d.*"))
                .forEach(formats::add);
        assertThat(formats).allSatisfy(key -> {
            String text = bundle.getString(key);
            assertThatCode(() -> new MessageFormat(text, language)).as(key).doesNotThrowAnyException();
            assertThat(SINGLE_QUOTE.matcher(text).find())
                    .as("%s has a single quote that is not doubled: %s", key, text)
                    .isFalse();
            assertThat(places(text)).as("places of %s", key).isEqualTo(places(english.getString(key)));
        });
    }

    @ParameterizedTest
    @MethodSource("languages")
    void textsThatAreNotFilledInAreWrittenPlainly(Locale language) {
        ResourceBundle bundle = Texts.of(language);
        Set<String> plain = plain();
        plain.removeAll(formats());
        assertThat(plain).allSatisfy(key -> assertThat(bundle.getString(key)).doesNotContain("''"));
    }

    private static Set<String> places(String text) {
        Matcher place = Pattern.compile("\\{(\\d)").matcher(text);
        Set<String> places = new TreeSet<>();
        while (place.find()) {
            places.add(place.group(1));
        }
        return places;
    }
}
