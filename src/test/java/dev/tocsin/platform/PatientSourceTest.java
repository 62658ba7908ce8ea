package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tocsin.harness.Postgres;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** An index of a table of millions takes longer than anybody else waits for the database. */
class PatientSourceTest {

    private static PGSimpleDataSource impatient() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(Postgres.newDatabase() + "&socketTimeout=1");
        return source;
    }

    private static void takeLong(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_sleep(1.5)");
        }
    }

    @Test
    void waitsForWhatTakesLong() throws SQLException {
        PGSimpleDataSource source = impatient();
        assertThatThrownBy(() -> takeLong(source)).hasRootCauseInstanceOf(SocketTimeoutException.class);
        takeLong(PatientSource.of(source));
    }

    @Test
    void leavesAConnectionOfAPoolAsItWas() throws SQLException {
        try (Connection pooled = impatient().getConnection()) {
            DataSource pool = (DataSource) Proxy.newProxyInstance(
                    getClass().getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> keptOpen(pooled));

            Connection patient = PatientSource.of(pool).getConnection();
            assertThat(pooled.getNetworkTimeout()).isZero();
            patient.close();
            assertThat(pooled.getNetworkTimeout()).isEqualTo(1000);
        }
    }

    /** As a pool gives it. */
    private static Connection keptOpen(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                PatientSourceTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
    }

    @Test
    void saysWhatTheDatabaseSays() {
        PGSimpleDataSource source = impatient();
        assertThatThrownBy(() -> {
                    try (Connection connection = PatientSource.of(source).getConnection()) {
                        connection.prepareStatement("NONSENSE").execute();
                    }
                })
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("NONSENSE");
    }
}
