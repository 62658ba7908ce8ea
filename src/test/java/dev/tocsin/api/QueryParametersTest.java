package dev.tocsin.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.issue.IssueStatus;
import dev.tocsin.platform.Cursor;
import dev.tocsin.platform.Problem;
import jakarta.ws.rs.core.MultivaluedHashMap;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryParametersTest {

    private static final String CURSOR = new Cursor(Instant.parse("2026-11-23T20:15:00Z"), 104).text();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsAbsentOrEmptyIsNull(boolean empty) {
        MultivaluedMap<String, String> given = new MultivaluedHashMap<>();
        if (empty) {
            List.of("name", "status", "opened_after", "issue_id", "after", "limit")
                    .forEach(name -> given.add(name, ""));
        }
        QueryParameters parameters = new QueryParameters(address(given));

        assertThat(parameters.text("name")).isNull();
        assertThat(parameters.word("status", IssueStatus.class)).isNull();
        assertThat(parameters.time("opened_after")).isNull();
        assertThat(parameters.id("issue_id")).isNull();
        assertThat(parameters.after()).isNull();
        assertThat(parameters.limit()).isEqualTo(50);
        assertThatCode(parameters::refuseWrongOnes).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Payment", " ", "Größe \uD83D\uDD14", "a&b=c"})
    void aTextIsAsItWasGiven(String text) {
        assertThat(read(parameters -> parameters.text("name"), "name", text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"open, OPEN", "resolved, RESOLVED", "wont_fix, WONT_FIX"})
    void aWordIsOneOfTheConstantsInLowerCase(String word, IssueStatus status) {
        assertThat(read(parameters -> parameters.word("status", IssueStatus.class), "status", word))
                .isEqualTo(status);
        assertThat(QueryParameters.word(status)).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T20:15:00Z, 2026-11-23T20:15:00Z",
        "2026-11-23T20:15:00.123456Z, 2026-11-23T20:15:00.123456Z",
        "2026-11-23T20:15Z, 2026-11-23T20:15:00Z",
        "2026-11-23T20:15:00+01:00, 2026-11-23T19:15:00Z",
        "2026-11-23T20:15:00-03:30, 2026-11-23T23:45:00Z",
        "0001-01-01T00:00:00Z, 0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z, 9999-12-31T23:59:59Z"
    })
    void aTimeHasAnOffset(String text, Instant time) {
        assertThat(read(parameters -> parameters.time("opened_after"), "opened_after", text))
                .isEqualTo(time);
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "0, 0", "-7, -7", "9223372036854775807, 9223372036854775807"})
    void anIdIsAWholeNumber(String text, long id) {
        assertThat(read(parameters -> parameters.id("issue_id"), "issue_id", text))
                .isEqualTo(id);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 50, 500})
    void aLimitIsFrom1To500(int limit) {
        assertThat(read(QueryParameters::limit, "limit", Integer.toString(limit)))
                .isEqualTo(limit);
    }

    @Test
    void aCursorIsWhatAPageGave() {
        assertThat(read(QueryParameters::after, "after", CURSOR))
                .isEqualTo(new Cursor(Instant.parse("2026-11-23T20:15:00Z"), 104));
    }

    static List<Arguments> wrongOnes() {
        String word = "; needed is one of open, resolved, wont_fix";
        String time = "; needed is a time such as 2026-11-23T20:15:00Z (ISO 8601)";
        String id = "; needed is an id, which is a whole number";
        String limit = "; needed is a whole number from 1 to 500";
        String cursor = "; needed is the value that a page's \"next\" link carries";
        return List.of(
                wrong("status", "OPEN", "is \"OPEN\"" + word),
                wrong("status", "closed", "is \"closed\"" + word),
                wrong("status", "wont-fix", "is \"wont-fix\"" + word),
                wrong("status", "open\n", "is \"open \"" + word),
                wrong("opened_after", "yesterday", "is \"yesterday\"" + time),
                wrong("opened_after", "2026-11-23", "is \"2026-11-23\"" + time),
                wrong("opened_after", "2026-11-23T20:15:00", "is \"2026-11-23T20:15:00\"" + time),
                wrong("opened_after", "2026-11-23T20:15:00 01:00", "is \"2026-11-23T20:15:00 01:00\"" + time),
                wrong("opened_after", "2026-02-30T00:00:00Z", "is \"2026-02-30T00:00:00Z\"" + time),
                wrong("opened_after", "0000-01-01T00:00:00Z", "is \"0000-01-01T00:00:00Z\"" + time),
                wrong("opened_after", "+10000-01-01T00:00:00Z", "is \"+10000-01-01T00:00:00Z\"" + time),
                wrong("opened_after", "+999999999-01-01T00:00:00Z", "is \"+999999999-01-01T00:00:00Z\"" + time),
                wrong("issue_id", "A-17", "is \"A-17\"" + id),
                wrong("issue_id", "1.5", "is \"1.5\"" + id),
                wrong("issue_id", "9223372036854775808", "is \"9223372036854775808\"" + id),
                wrong("limit", "0", "is \"0\"" + limit),
                wrong("limit", "-1", "is \"-1\"" + limit),
                wrong("limit", "501", "is \"501\"" + limit),
                wrong("limit", "many", "is \"many\"" + limit),
                wrong("limit", "99999999999", "is \"99999999999\"" + limit),
                wrong("after", "x", "is \"x\"" + cursor),
                wrong("after", "MTIz", "is \"MTIz\"" + cursor),
                wrong("after", "!", "is \"!\"" + cursor),
                wrong("after", CURSOR + "AA.", "is \"" + CURSOR + "AA.\"" + cursor),
                wrong("name", "a\u0000b", "has a null character (U+0000) at position 1; databases cannot store it"),
                wrong("name", "a\uD83D", "is not valid Unicode: half of a surrogate pair (U+D83D) at position 1"),
                wrong(
                        "name",
                        "x".repeat(1001),
                        "has 1001 characters; the limit is 1000 (it begins \"" + "x".repeat(80) + "…\")"));
    }

    @ParameterizedTest(name = "{0}={1}")
    @MethodSource("wrongOnes")
    void saysWhatIsWrongWithAParameter(String name, String value, String message) {
        ApiProblem refusal = refusal(QueryParametersTest::readAll, name, value);

        assertThat(refusal.status()).isEqualTo(400);
        assertThat(refusal).hasMessage("The address has parameters that cannot be used");
        assertThat(refusal.problems()).containsExactly(new Problem(name, message));
    }

    @Test
    void refusesAParameterThatIsGivenTwice() {
        assertThat(refusal(QueryParametersTest::readAll, "name", "a", "name", "b")
                        .problems())
                .containsExactly(new Problem("name", "is given 2 times; needed is one"));
        assertThat(refusal(QueryParametersTest::readAll, "limit", "5", "limit", "5", "limit", "5")
                        .problems())
                .containsExactly(new Problem("limit", "is given 3 times; needed is one"));
        assertThat(refusal(QueryParametersTest::readAll, "name", "", "name", "b")
                        .problems())
                .containsExactly(new Problem("name", "is given 2 times; needed is one"));
    }

    @Test
    void refusesAParameterThatNobodyAskedFor() {
        assertThat(refusal(
                                parameters -> {
                                    parameters.text("name");
                                    parameters.limit();
                                },
                                "nmae",
                                "Payment")
                        .problems())
                .containsExactly(new Problem("nmae", "is not known here; known are name, limit"));
    }

    @Test
    void refusesAnyParameterWhereThereAreNone() {
        assertThat(refusal(parameters -> {}, "limit", "5").problems())
                .containsExactly(new Problem("limit", "is not known here; there are no parameters"));
    }

    @Test
    void showsTheNameOfAnUnknownParameterInOneLine() {
        assertThat(refusal(parameters -> {}, "a\nb\u0000", "").problems())
                .extracting(Problem::path)
                .containsExactly("a b ");
    }

    @Test
    void namesEverythingThatIsWrongAtOnce() {
        assertThat(refusal(
                                QueryParametersTest::readAll,
                                "status",
                                "closed",
                                "limit",
                                "0",
                                "after",
                                "?",
                                "opened_after",
                                "now",
                                "nmae",
                                "x")
                        .problems())
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("status", "limit", "after", "opened_after", "nmae");
    }

    /** As the resources do: all of them, and then what is left. */
    private static void readAll(QueryParameters parameters) {
        parameters.text("name");
        parameters.word("status", IssueStatus.class);
        parameters.time("opened_after");
        parameters.id("issue_id");
        parameters.limit();
        parameters.after();
    }

    private static Object read(Function<QueryParameters, ?> reader, String... pairs) {
        QueryParameters parameters = new QueryParameters(address(map(pairs)));
        Object value = reader.apply(parameters);
        parameters.refuseWrongOnes();
        return value;
    }

    private static ApiProblem refusal(Consumer<QueryParameters> reader, String... pairs) {
        QueryParameters parameters = new QueryParameters(address(map(pairs)));
        reader.accept(parameters);
        return catchThrowableOfType(ApiProblem.class, parameters::refuseWrongOnes);
    }

    private static Arguments wrong(String name, String value, String message) {
        return Arguments.of(name, value, message);
    }

    private static MultivaluedMap<String, String> map(String... pairs) {
        MultivaluedMap<String, String> map = new MultivaluedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.add(pairs[i], pairs[i + 1]);
        }
        return map;
    }

    /** An address that has nothing but parameters. */
    private static UriInfo address(MultivaluedMap<String, String> parameters) {
        return (UriInfo) Proxy.newProxyInstance(
                QueryParametersTest.class.getClassLoader(), new Class<?>[] {UriInfo.class}, (proxy, method, given) -> {
                    if (method.getName().equals("getQueryParameters") && given == null) {
                        return parameters;
                    }
                    throw new UnsupportedOperationException(method.toString());
                });
    }
}
