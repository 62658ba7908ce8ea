package dev.tocsin.responder;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** That nothing is left out which a pattern matches, {@link PatternIndexTest} shows; here, that enough is known. */
class RequiredLiteralsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '→',
            value = {
                "Payment rejected → Payment rejected",
                "^Payment .*rejected$ → Payment ;rejected",
                ".*word → word",
                "svc-07 (?:error|r0007) on host-\\d+ → svc-07 ;error,r0007; on host-",
                "Stock|Payment.* late → Stock,Payment",
                "[Oo]rder \\d+ is late → rder ; is late",
                "colou?r → colo;r",
                "ab+c → ab;c",
                "(?:of )+order → of ;order",
                "(?:of )*order → order",
                "x{2}y → x;y",
                "a\\.b → a.b",
                "\\Qa.b\\Ec → a.bc",
                "\\Qa.b\\E* → a.",
                "(?P<what>Stock|Pay) is → Stock,Pay; is",
                "(?s).*4711 → 4711",
                "a{,2}b → a{,2}b",
            })
    void isWhatEveryMatchHasInIt(String pattern, String expected) {
        List<Set<String>> sets = Arrays.stream(expected.split(";", -1))
                .map(set -> Arrays.stream(set.split(",(?!2)")).collect(Collectors.toSet()))
                .toList();
        assertThat(RequiredLiterals.of(pattern.strip())).isEqualTo(sets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".*",
                "\\d+",
                "[a-z]+",
                "(?i)payment",
                "P(?i)ayment",
                "\\x41",
                "\\101",
                "\\pL+",
                "(?:Stock|.*)",
                "Stock|",
                "a*",
                "(?:ab)?",
                "x{0,3}",
                "\\Q\\E+",
            })
    void isNothingWhereNothingIsSure(String pattern) {
        assertThat(RequiredLiterals.of(pattern)).isEmpty();
    }
}
