package dev.tocsin.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tocsin.platform.Json;
import jakarta.json.JsonValue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestBodyTest {

    @Test
    void withoutABodyItIsNull() {
        assertThat(RequestBody.read(null)).isEqualTo(JsonValue.NULL);
        assertThat(read("")).isEqualTo(JsonValue.NULL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "null", "true", "7", "\"text\"", " { \"a\" : [ 1 , null ] } \r\n"})
    void readsAnyJsonValue(String text) {
        assertThat(read(text)).isEqualTo(Json.parse(text));
    }

    @Test
    void readsCharactersBeyondAscii() {
        assertThat(read("{\"name\":\"Größe \uD83D\uDD14 \\u00fc\"}")
                        .asJsonObject()
                        .getString("name"))
                .isEqualTo("Größe \uD83D\uDD14 ü");
    }

    @ParameterizedTest
    @CsvSource({
        "22ff22, no byte of UTF-8",
        "22c322, the second half of a character is missing",
        "22c0af22, longer than needed",
        "22eda08022, half of a surrogate pair",
        "22f490808022, beyond the last character",
        "2280, a second half only",
        "22e4f6fc22, Latin-1"
    })
    void refusesWhatIsNotUtf8(String hex, String why) {
        ApiProblem problem = refusal(new ByteArrayInputStream(HexFormat.of().parseHex(hex)));

        assertThat(problem.status()).as(why).isEqualTo(400);
        assertThat(problem).hasMessage("The body is not valid UTF-8");
    }

    @ParameterizedTest(name = "{0} at line {1}, column {2}")
    @CsvSource(
            delimiter = '#',
            value = {
                "{'a': 1}          # 1 # 2",
                "{\"a\": 1,}       # 1 # 9",
                "{\"a\" 1}         # 1 # 6",
                "[1 2]             # 1 # 4",
                "NaN               # 1 # 1",
                "{\"a\": 01}       # 1 # 8"
            })
    void saysWhereTheJsonIsBad(String text, int line, int column) {
        ApiProblem problem = refusal(stream(text.strip()));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem)
                .hasMessageStartingWith("The body is not JSON that can be read: ")
                .hasMessageContaining("line no=" + line)
                .hasMessageContaining("column no=" + column + ",");
    }

    @Test
    void saysInWhichLineTheJsonIsBad() {
        assertThat(refusal(stream("{\n  \"a\": 1,\n  \"b\": x\n}"))).hasMessageContaining("line no=3");
    }

    @Test
    void theMessageIsOneLine() {
        assertThat(refusal(stream("[1,\n2,\n}"))).message().doesNotContain("\n", "\r");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}x", "[],", "1 2", "null null", "\"a\"\"b\"", "{}}", "[]]", "true,false"})
    void refusesTextAfterTheValue(String text) {
        ApiProblem problem = refusal(stream(text));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem).hasMessageStartingWith("The body is not JSON that can be read: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "\n\t",
                "\u0000",
                "\uFEFF{}",
                "//",
                "{",
                "\"",
                "\"\\x\"",
                "\"a\nb\"",
                "-",
                "1e",
                "nul",
                "[1, 2",
                "{\"a\":}"
            })
    void refusesWhatIsNoJson(String text) {
        assertThat(refusal(stream(text)).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{\"a\":"})
    void refusesWhatIsNestedTooDeepToRead(String opening) {
        String closing = opening.equals("[") ? "]" : "}";
        String text = opening.repeat(10_000) + "1" + closing.repeat(10_000);

        ApiProblem problem = refusal(stream(text));

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem).hasMessageStartingWith("The body is not JSON that can be read: ");
    }

    @Test
    void refusesDeepNestingThatNeverEndsToo() {
        assertThat(refusal(stream("[".repeat(1_000_000))).status()).isEqualTo(400);
    }

    @Test
    void takesABodyOfTheGreatestSize() {
        assertThat(RequestBody.read(stream(textOf(RequestBody.MOST)))).isInstanceOf(jakarta.json.JsonString.class);
    }

    @Test
    void refusesALargerOneWith413() {
        ApiProblem problem = refusal(stream(textOf(RequestBody.MOST + 1)));

        assertThat(problem.status()).isEqualTo(413);
        assertThat(problem).hasMessage("The body has more than 8388608 bytes, which is the limit");
    }

    @Test
    void readsNoMoreThanItHasToOfABodyWithoutEnd() {
        Endless body = new Endless();

        assertThat(refusal(body).status()).isEqualTo(413);
        assertThat(body.read).isLessThanOrEqualTo(RequestBody.MOST + 1L);
    }

    @Test
    void refusesABodyThatBreaksOff() {
        ApiProblem problem = refusal(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        });

        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem).hasMessage("The body ended before it was complete");
    }

    /** A JSON text of so many bytes. */
    private static String textOf(int bytes) {
        return '"' + "x".repeat(bytes - 2) + '"';
    }

    private static JsonValue read(String text) {
        return RequestBody.read(stream(text));
    }

    private static InputStream stream(String text) {
        return new ByteArrayInputStream(text.getBytes(UTF_8));
    }

    private static ApiProblem refusal(InputStream body) {
        return catchThrowableOfType(ApiProblem.class, () -> RequestBody.read(body));
    }

    /** Spaces, for ever. */
    private static final class Endless extends InputStream {
        private long read;

        @Override
        public int read() {
            read++;
            return ' ';
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            Arrays.fill(into, offset, offset + length, (byte) ' ');
            read += length;
            return length;
        }
    }
}
