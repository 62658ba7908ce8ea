package dev.tocsin.assertion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Json;
import java.util.List;
import org.junit.jupiter.api.Test;

class SearchTest {

    /** As a query does that joins an order with its lines; twice, it would count as failed once more. */
    @Test
    void aRecordThatIsFoundSeveralTimesIsOne() {
        Search.Finding first = new Search.Finding("a", Json.parse("{\"line\":1}"));
        Search.Finding second = new Search.Finding("a", Json.parse("{\"line\":2}"));
        Search.Finding other = new Search.Finding("b", Json.parse("{\"line\":1}"));

        assertThat(new Search.Findings("Order", List.of(first, second, other), true).failing())
                .containsExactly(first, other);
    }
}
