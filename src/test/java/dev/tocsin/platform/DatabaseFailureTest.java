package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.LocalTransactionException;
import java.sql.SQLException;
import javax.transaction.xa.XAException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseFailureTest {

    @ParameterizedTest
    @CsvSource({
        "08006, true", // the connection broke
        "57P01, true", // it is stopping
        "53100, true", // its disk is full
        "40P01, true", // it chose this one of two that wait for each other
        "     , true",
        "22001, false", // the value is too long
        "23505, false", // there is such a row
        "42703, false", // there is no such column
    })
    void theDatabaseIsBehindWhatIsNoFaultOfTheValuesOrOfTheStatement(String sqlState, boolean behind) {
        SQLException failure = new SQLException("no", sqlState);

        assertThat(DatabaseFailure.isBehind(failure)).isEqualTo(behind);
        assertThat(DatabaseFailure.isBehind(new RuntimeException(new DatabaseFailure(failure))))
                .isEqualTo(behind);
    }

    @Test
    void itIsBehindATransactionThatCannotBeginOrEnd() {
        assertThat(DatabaseFailure.isBehind(new RuntimeException(new LocalTransactionException("no connection"))))
                .isTrue();
        assertThat(DatabaseFailure.isBehind(new RuntimeException(new XAException("no connection"))))
                .isTrue();
    }

    @Test
    void itIsNotBehindEverything() {
        assertThat(DatabaseFailure.isBehind(new IllegalStateException("no"))).isFalse();
        assertThat(DatabaseFailure.isBehind(new IllegalStateException(new InvalidInput("a", "is wrong"))))
                .isFalse();
    }
}
