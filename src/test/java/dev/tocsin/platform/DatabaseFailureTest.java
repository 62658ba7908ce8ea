package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.resource.spi.LocalTransactionException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Objects;
import java.util.stream.Stream;
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
    void ofABatchItSaysWhatTheDatabaseSaidAndNotTheRow() {
        BatchUpdateException batch = new BatchUpdateException("INSERT ... VALUES ('a secret') was aborted", new int[0]);
        batch.setNextException(new SQLException("the disk is full", "53100"));

        DatabaseFailure failure = new DatabaseFailure(batch);

        assertThat(failure).hasMessage("the disk is full");
        assertThat(failure).hasStackTraceContaining("the disk is full");
        assertThat(Stream.iterate((Throwable) failure, Objects::nonNull, Throwable::getCause)
                        .map(Throwable::toString))
                .noneMatch(text -> text.contains("secret"));
        assertThat(DatabaseFailure.isBehind(failure)).isTrue();
        assertThat(new DatabaseFailure(new BatchUpdateException("no more is known", new int[0])))
                .hasMessage("no more is known");
    }

    @Test
    void itIsNotBehindEverything() {
        assertThat(DatabaseFailure.isBehind(new IllegalStateException("no"))).isFalse();
        assertThat(DatabaseFailure.isBehind(new IllegalStateException(new InvalidInput("a", "is wrong"))))
                .isFalse();
    }
}
