package dev.tocsin.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssueTemplateTest {

    @ParameterizedTest
    @CsvSource({
        "'{exception} in {class}.{method}', IllegalStateException in String.length",
        "Payments fail, Payments fail",
        "'{exception} $1 \\', 'IllegalStateException $1 \\'"
    })
    void fillsItsGaps(String template, String name) throws NoSuchMethodException {
        Method method = String.class.getMethod("length");
        IssueTemplate.check(template);
        assertThat(IssueTemplate.fill(template, new IllegalStateException("x"), method))
                .isEqualTo(name);
    }

    @Test
    void refusesWhatWouldMakeAnIssueOfEachCall() {
        assertThatThrownBy(() -> IssueTemplate.check("Failed: {message}"))
                .hasMessageContaining("{message}")
                .hasMessageContaining("{exception}, {class} and {method}");
        assertThatThrownBy(() -> IssueTemplate.check(" ")).hasMessageContaining("empty");
    }
}
