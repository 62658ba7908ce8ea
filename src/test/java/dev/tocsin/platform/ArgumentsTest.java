package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.platform.Argument.Type;
import jakarta.json.JsonObject;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "LINE | 'one line'",
                "LINE | ''",
                "LINE | 'ä 😀'",
                "TEXT | 'two\\nlines'",
                "MAIL_ADDRESS | 'ops@example.com'",
                "MAIL_ADDRESSES | 'ops@example.com'",
                "MAIL_ADDRESSES | ['ops@example.com']",
                "MAIL_ADDRESSES | ['ops@example.com','dev@example.com']",
                "NUMBER | 1",
                "NUMBER | -2.5e3",
                "BOOLEAN | true",
                "BOOLEAN | false",
                "JSON | {'a':[1]}",
                "JSON | 'text'",
                "JSON | 1"
            })
    void aValueOfItsTypeIsAccepted(Type type, String value) {
        assertThat(faults(type, value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "LINE | 1 | is a number; needed is a text",
                "LINE | ['a'] | is a list; needed is a text",
                "LINE | 'a\\nb' | has a line break; needed is a text in one line",
                "LINE | 'a\\r\\nBcc: b@c' | has a line break; needed is a text in one line",
                "TEXT | true | is true; needed is a text",
                "TEXT | {} | is an object; needed is a text",
                "MAIL_ADDRESS | 1 | is a number; needed is a mail address",
                "MAIL_ADDRESS | ['a@b'] | is a list; needed is a mail address",
                "MAIL_ADDRESSES | [] | is an empty list; needed is at least one mail address",
                "MAIL_ADDRESSES | {} | is an object; needed is a mail address or a list of them",
                "MAIL_ADDRESSES | ['a@b',1] | is a number; needed is a mail address",
                "MAIL_ADDRESSES | ['a@b',['c@d']] | is a list; needed is a mail address",
                "MAIL_ADDRESSES | ['a@b',null] | is null; needed is a mail address",
                "NUMBER | '1' | is a text; needed is a number",
                "NUMBER | true | is true; needed is a number",
                "BOOLEAN | 'true' | is a text; needed is true or false",
                "BOOLEAN | 0 | is a number; needed is true or false"
            })
    void aValueOfAnotherTypeIsRefused(Type type, String value, String fault) {
        assertThat(faults(type, value)).containsExactly(new Problem("kwargs.it", fault));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops@example.com",
                "first.last+tocsin@mail.example.co.uk",
                "o'brien@example.com",
                "root@localhost",
                "a@b",
                "x_y-z@ex-ample.com"
            })
    void aMailAddressIsAcceptedAloneAndInAList(String address) {
        assertThat(faults(Type.MAIL_ADDRESS, "'" + address.replace("'", "\\u0027") + "'"))
                .isEmpty();
        assertThat(faults(Type.MAIL_ADDRESSES, "['" + address.replace("'", "\\u0027") + "']"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "ops",
                "@example.com",
                "ops@",
                "ops@example..com",
                "ops@.example.com",
                "ops@example.com.",
                "ops@@example.com",
                "a@b@c",
                " ops@example.com",
                "ops@example.com ",
                "op s@example.com",
                "ops@example.com,dev@example.com",
                "ops@example.com, dev@example.com",
                "ops@example.com;dev@example.com",
                "Ops <ops@example.com>",
                "<ops@example.com>",
                "group:ops@example.com;",
                "ops@example.com\\nBcc: all@example.com",
                "ops@example.com\\r\\nBcc: all@example.com",
                "ops@example.com\\r",
                "ops\\n@example.com",
                "ops\\t@example.com",
                "(comment)ops@example.com",
                "\\u0022ops\\u0022@example.com",
                "ops@[127.0.0.1]"
            })
    void whatIsNotOneMailAddressIsRefused(String address) {
        assertThat(faults(Type.MAIL_ADDRESS, "'" + address + "'"))
                .singleElement()
                .extracting(Problem::message)
                .asString()
                .endsWith("; needed is a mail address such as ops@example.com")
                .doesNotContain("\n", "\r");
        assertThat(faults(Type.MAIL_ADDRESSES, "['fine@example.com','" + address + "']"))
                .hasSize(1);
    }

    @Test
    void aRequiredArgumentThatIsMissingIsToldWithWhatItIs() {
        Arguments arguments = Arguments.of(Argument.required("team", Type.TEXT, "Whom to page"));

        assertThat(problems(arguments, "{}")).containsExactly(new Problem("kwargs.team", "is missing: Whom to page"));
    }

    @Test
    void aNullIsAsGoodAsNothing() {
        Arguments required = Arguments.of(Argument.required("team", Type.TEXT, "Whom to page"));
        Arguments optional = Arguments.of(
                Argument.optional("team", Type.TEXT, "Whom to page"),
                Argument.optional("to", Type.MAIL_ADDRESSES, "Whom to write to"),
                Argument.choice("level", "How loud", "low", "high"));

        assertThat(problems(required, "{'team':null}"))
                .containsExactly(new Problem("kwargs.team", "is missing: Whom to page"));
        assertThat(problems(optional, "{'team':null,'to':null,'level':null}")).isEmpty();
        assertThat(problems(optional, "{}")).isEmpty();
    }

    @Test
    void anUnknownArgumentIsRefusedWithTheKnownOnes() {
        Arguments arguments = Arguments.of(
                Argument.optional("team", Type.TEXT, "Whom to page"), Argument.optional("text", Type.TEXT, "What"));

        assertThat(problems(arguments, "{'tema':'a','team':'b'}"))
                .containsExactly(new Problem("kwargs.tema", "is not an argument here; there are team, text"));
        assertThat(problems(arguments, "{'other':null}")).hasSize(1);
    }

    @Test
    void anActionWithoutArgumentsTakesNone() {
        assertThat(problems(Arguments.of(), "{}")).isEmpty();
        assertThat(problems(Arguments.of(), "{'a':1}"))
                .containsExactly(new Problem("kwargs.a", "is not an argument here; there are none"));
    }

    @Test
    void anActionThatDeclaresNothingTakesAnything() {
        assertThat(problems(Arguments.any(), "{'a':1,'b':null}")).isEmpty();
        assertThat(Arguments.any().declared()).isEmpty();
        assertThat(Arguments.of().declared()).contains(List.of());
    }

    @ParameterizedTest
    @CsvSource({"low, true", "high, true", "LOW, false", "middle, false", "'', false"})
    void aChoiceIsOneOfItsWords(String word, boolean accepted) {
        Arguments arguments = Arguments.of(Argument.choice("level", "How loud", "low", "high"));
        List<Problem> problems = problems(arguments, "{'level':'" + word + "'}");

        assertThat(problems.isEmpty()).isEqualTo(accepted);
        if (!accepted) {
            assertThat(problems)
                    .containsExactly(new Problem("kwargs.level", "is \"" + word + "\"; needed is one of low, high"));
        }
    }

    @Test
    void aChoiceOfAnotherTypeIsRefused() {
        Arguments arguments = Arguments.of(Argument.choice("level", "How loud", "low", "high"));

        assertThat(problems(arguments, "{'level':['low']}"))
                .containsExactly(new Problem("kwargs.level", "is a list; needed is a text"));
    }

    @Test
    void everythingThatIsWrongIsToldAtOnce() {
        Arguments arguments = Arguments.of(
                Argument.required("to", Type.MAIL_ADDRESSES, "Whom to write to"),
                Argument.required("team", Type.TEXT, "Whom to page"),
                Argument.optional("times", Type.NUMBER, "How often"));

        assertThat(problems(arguments, "{'to':'nobody','times':'three','other':1}"))
                .extracting(Problem::path)
                .containsExactlyInAnyOrder("kwargs.other", "kwargs.to", "kwargs.team", "kwargs.times");
    }

    @ParameterizedTest
    @CsvSource({"LINE, line", "MAIL_ADDRESSES, mail_addresses"})
    void theApiNamesATypeInSmallLetters(Type type, String word) {
        assertThat(type.word()).isEqualTo(word);
    }

    private static List<Problem> faults(Type type, String value) {
        return problems(Arguments.of(Argument.required("it", type, "It")), "{'it':" + value + "}");
    }

    private static List<Problem> problems(Arguments arguments, String given) {
        Problems problems = new Problems();
        arguments.check((JsonObject) Json.parse(given.replace('\'', '"')), "kwargs", problems);
        return problems.all();
    }

    @Test
    void onlyATextHasChoices() {
        assertThatThrownBy(() -> new Argument("it", Type.NUMBER, false, "How many", List.of("1", "2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it has to be a text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".ops@example.com",
                "ops.@example.com",
                "o..ps@example.com",
                "ops@exam_ple.com",
                "ops@example!com",
                "ops@-example.com",
                "ops@example-.com",
                "o\\u0000ps@example.com",
                "ops\\u007f@example.com",
                "ops@exämple.com",
                "öps@example.com",
                "o/ps@example.com",
                "o%ps@example.com"
            })
    void whatIsAcceptedIsAnAddressThatMailCanBeSentTo(String address) {
        if (faults(Type.MAIL_ADDRESS, "'" + address + "'").isEmpty()) {
            String read = ((jakarta.json.JsonString) Json.parse("\"" + address + "\"")).getString();
            assertThat(parses(read)).as(read).isTrue();
        }
    }

    private static boolean parses(String address) {
        try {
            return new InternetAddress(address).getAddress().equals(address);
        } catch (AddressException e) {
            return false;
        }
    }
}
