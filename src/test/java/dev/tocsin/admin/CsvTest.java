package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CsvTest {

    @Test
    void cellsAreQuotedWhereTheyHaveToBeAndNoneIsAFormula() {
        Map.of(
                        "", "",
                        "plain", "plain",
                        "a,b", "\"a,b\"",
                        "say \"no\"", "\"say \"\"no\"\"\"",
                        "two\nlines", "\"two\nlines\"",
                        "=1+1", "'=1+1",
                        "@SUM(A1,B1)", "\"'@SUM(A1,B1)\"",
                        "-1", "'-1",
                        "{\"a\":1}", "\"{\"\"a\"\":1}\"")
                .forEach((given, cell) -> assertThat(Csv.cell(given)).isEqualTo(cell));
        assertThat(Csv.row(List.of("a", "b,c"))).isEqualTo("a,\"b,c\"\r\n");
    }
}
