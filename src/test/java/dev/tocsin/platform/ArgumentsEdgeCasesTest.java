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
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsEdgeCasesTest {

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

    private static List<Problem> faults(Type type, String value) {
        return problems(Arguments.of(Argument.required("it", type, "It")), "{'it':" + value + "}");
    }

    private static List<Problem> problems(Arguments arguments, String given) {
        Problems problems = new Problems();
        arguments.check((JsonObject) Json.parse(given.replace('\'', '"')), "kwargs", problems);
        return problems.all();
    }
}
