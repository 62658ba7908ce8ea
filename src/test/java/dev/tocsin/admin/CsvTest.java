package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain|plain",
                "with, comma|\"with, comma\"",
                "says \"no\"|\"says \"\"no\"\"\"",
                "=1+1|'=1+1",
                "+49 30|'+49 30",
                "-3|'-3",
                "@SUM(A1)|'@SUM(A1)",
                "=HYPERLINK(\"x\",1)|\"'=HYPERLINK(\"\"x\"\",1)\"",
                "a=1|a=1"
            })
    void aCellIsATextAndNothingElse(String text, String cell) {
        assertThat(Csv.cell(text)).isEqualTo(cell);
    }

    @Test
    void lineBreaksStayInsideTheirCell() {
        assertThat(Csv.row(List.of("a\nb", "", "c"))).isEqualTo("\"a\nb\",,c\r\n");
        assertThat(Csv.cell("\t=1")).isEqualTo("'\t=1");
    }
}
