package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    private static final String POSTGRESQL_OPTIONS =
            "reWriteBatchedInserts=true&tcpKeepAlive=true&connectTimeout=10&socketTimeout=30&ApplicationName=tocsin";

    @Test
    void anH2FileIsWrittenAtCommitAndClosedByTheServer() {
        assertThat(DatabaseAddress.of("jdbc:h2:file:/var/lib/tocsin/db").url())
                .isEqualTo("jdbc:h2:async:/var/lib/tocsin/db;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=10000");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:/db, jdbc:h2:async:/db;",
        "jdbc:h2:./db, jdbc:h2:async:./db;",
        "jdbc:h2:~/db, jdbc:h2:async:~/db;",
        "jdbc:h2:retry:/db, jdbc:h2:retry:/db;",
        "jdbc:h2:tcp://db.example.com/~/db, jdbc:h2:tcp://db.example.com/~/db;"
    })
    void anH2FileIsNotClosedByAnInterrupt(String address, String url) {
        assertThat(DatabaseAddress.of(address).url()).startsWith(url);
    }

    /** What H2 does with it, as the address is used. */
    @Test
    void whoIsInterruptedWhileItWritesClosesTheDatabaseForNobody(@TempDir Path folder) throws Exception {
        String url = DatabaseAddress.embedded(folder).url();
        try (Connection other = DriverManager.getConnection(url, "sa", "");
                Connection own = DriverManager.getConnection(url, "sa", "")) {
            update(other, "CREATE TABLE written (text varchar(20))");
            Thread.currentThread().interrupt();
            update(own, "INSERT INTO written VALUES ('by one who stops')");

            assertThat(Thread.interrupted()).isTrue();
            assertThat(update(other, "UPDATE written SET text = 'by another'")).isEqualTo(1);
        }
    }

    private static int update(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    @Test
    void anH2DatabaseInMemoryOutlivesItsConnections() {
        assertThat(DatabaseAddress.of("jdbc:h2:mem:tocsin").url()).contains(";DB_CLOSE_DELAY=-1");
    }

    @Test
    void postgresqlGetsTheOptionsThatTocsinReliesOn() {
        assertThat(DatabaseAddress.of("jdbc:postgresql://db/tocsin").url())
                .isEqualTo("jdbc:postgresql://db/tocsin?" + POSTGRESQL_OPTIONS);
        assertThat(DatabaseAddress.of("jdbc:postgresql://db/tocsin?ssl=true").url())
                .isEqualTo("jdbc:postgresql://db/tocsin?ssl=true&" + POSTGRESQL_OPTIONS);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:async:/db;WRITE_DELAY=500, WRITE_DELAY=0",
        "jdbc:h2:async:/db;write_delay=500, WRITE_DELAY=0",
        "jdbc:h2:async:/db;LOCK_TIMEOUT=1, LOCK_TIMEOUT=10000",
        "jdbc:h2:mem:db;DB_CLOSE_DELAY=0, DB_CLOSE_DELAY=-1",
        "jdbc:postgresql://db/tocsin?socketTimeout=5, socketTimeout=30",
        "jdbc:postgresql://db/tocsin?ssl=true&ApplicationName=mine, ApplicationName=tocsin"
    })
    void anOptionOfTheAddressIsNotOverridden(String address, String option) {
        assertThat(DatabaseAddress.of(address).url()).startsWith(address).doesNotContain(option);
    }

    @Test
    void theDriverFollowsFromTheAddress() {
        assertThat(DatabaseAddress.of("jdbc:h2:mem:x"))
                .returns(true, DatabaseAddress::isH2)
                .returns("org.h2.jdbcx.JdbcDataSource", DatabaseAddress::driver);
        assertThat(DatabaseAddress.of("jdbc:postgresql:tocsin"))
                .returns(false, DatabaseAddress::isH2)
                .returns("org.postgresql.ds.PGSimpleDataSource", DatabaseAddress::driver);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jdbc:h2:mem:x", "jdbc:postgresql://db/tocsin"})
    void theDriverIsOneThatThereIs(String address) throws ReflectiveOperationException {
        assertThat(Class.forName(DatabaseAddress.of(address).driver())).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:x;USER=bell;PASSWORD=ringer",
        "jdbc:h2:mem:x;user=bell;password=ringer",
        "jdbc:h2:mem:x;PASSWORD=ringer;MODE=PostgreSQL;USER=bell",
        "jdbc:postgresql://db/tocsin?ssl=true&user=bell&ssl=true&password=ringer",
        "jdbc:postgresql://db/tocsin?user=bell&ssl=true&password=ringer"
    })
    void theLoginIsTakenOutOfTheAddress(String address) {
        assertLoginIsTakenOut(address);
    }

    private static void assertLoginIsTakenOut(String address) {
        DatabaseAddress read = DatabaseAddress.of(address);

        assertThat(read.user()).contains("bell");
        assertThat(read.password()).contains("ringer");
        assertThat(read.url()).doesNotContain("bell", "ringer").doesNotContainIgnoringCase("password");
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:mem:x;USER=bell;MODE=PostgreSQL, jdbc:h2:mem:x;MODE=PostgreSQL;WRITE_DELAY=0",
        "jdbc:postgresql://db/tocsin?user=bell, jdbc:postgresql://db/tocsin?reWriteBatchedInserts=true",
        "jdbc:postgresql://db/tocsin?user=bell&ssl=true, jdbc:postgresql://db/tocsin?ssl=true&reWrite",
        "jdbc:postgresql://db/tocsin?ssl=true&user=bell, jdbc:postgresql://db/tocsin?ssl=true&reWrite",
        "jdbc:postgresql://db/t?a=1&user=bell&b=2, jdbc:postgresql://db/t?a=1&b=2&reWrite"
    })
    void whatIsLeftWithoutTheLoginIsStillAnAddress(String address, String begin) {
        assertThat(DatabaseAddress.of(address).url()).startsWith(begin);
    }

    @Test
    void anAddressWithoutALoginHasNone() {
        assertThat(DatabaseAddress.of("jdbc:postgresql://db/tocsin").user()).isEmpty();
        assertThat(DatabaseAddress.of("jdbc:postgresql://db/tocsin").password()).isEmpty();
    }

    @Test
    void optionsThatOnlyEndLikeALoginAreKept() {
        DatabaseAddress address = DatabaseAddress.of("jdbc:postgresql://db/tocsin?sslpassword=key&superuser=no");

        assertThat(address.url()).contains("?sslpassword=key&superuser=no&");
        assertThat(address.user()).isEmpty();
    }

    @Test
    void postgresqlWritesALoginInPercentSignsAndH2AsItIs() {
        assertThat(DatabaseAddress.of("jdbc:postgresql://db/tocsin?password=a%26b%2Bc")
                        .password())
                .contains("a&b+c");
        assertThat(DatabaseAddress.of("jdbc:h2:mem:x;PASSWORD=a%26b+c").password())
                .contains("a%26b+c");
    }

    @ParameterizedTest
    @CsvSource({
        "tocsin, …",
        "jdbc:, jdbc:…",
        "jdbc:mysql://db/tocsin, jdbc:mysql:…",
        "postgresql://db/tocsin, postgresql:…",
        "JDBC:H2:mem:x, …"
    })
    void anotherAddressIsRefusedWithTheKindThatItIsOf(String address, String shown) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseAddress.of(address))
                .withMessageStartingWith("is \"" + shown + "\"; needed is a JDBC address of PostgreSQL or H2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://db/tocsin?user=bell&password=hush-hush",
                "jdbc:mysql://db/tocsin?password=hush-hush&ssl=true",
                "jdbc:mysql://db/tocsin?PassWord=hush-hush",
                "jdbc:mysql://bell:hush-hush@db/tocsin",
                "jdbc:sqlserver://db;user=bell;password=hush-hush;encrypt=true"
            })
    void aRefusalDoesNotShowAPassword(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseAddress.of(address))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hush"));
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:h2:file:/db;USER=bell;PASSWORD=hush, jdbc:h2:file:/db",
        "jdbc:postgresql://db:5432/tocsin?user=bell&password=hush, jdbc:postgresql://db:5432/tocsin",
        "jdbc:postgresql://db/tocsin?sslpassword=hush, jdbc:postgresql://db/tocsin",
        "jdbc:postgresql://bell:hush@db/tocsin, jdbc:postgresql://db/tocsin"
    })
    void itsTextIsForPeopleAndHasNoSecrets(String address, String text) {
        assertThat(DatabaseAddress.of(address)).hasToString(text);
    }

    @Test
    void theEmbeddedDatabaseIsAFileInTheDataFolder() {
        DatabaseAddress address = DatabaseAddress.embedded(Path.of("/var/lib/tocsin"));

        assertThat(address.isH2()).isTrue();
        assertThat(address).hasToString("jdbc:h2:file:/var/lib/tocsin/tocsin");
        assertThat(address.isIn(Path.of("/var/lib/tocsin"))).isTrue();
        assertThat(address.isIn(Path.of("/srv/tocsin"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/tocsin?user=bell&password=ringer",
        "jdbc:postgresql://db/tocsin?password=ringer&user=bell&ssl=true",
        "jdbc:postgresql://db/tocsin?ssl=true&user=bell&password=ringer"
    })
    void aPostgresqlLoginIsTakenOutWhereUserAndPasswordAreNeighbours(String address) {
        assertLoginIsTakenOut(address);
    }

    @Test
    void aPasswordOnH2MayHaveAnAmpersand() {
        DatabaseAddress address = DatabaseAddress.of("jdbc:h2:mem:x;PASSWORD=ring&ding;MODE=PostgreSQL");

        assertThat(address.password()).contains("ring&ding");
        assertThat(address.url()).startsWith("jdbc:h2:mem:x;MODE=PostgreSQL;").doesNotContain("ding");
    }

    @Test
    void aPasswordOnPostgresqlMayHaveASemicolon() {
        DatabaseAddress address = DatabaseAddress.of("jdbc:postgresql://db/tocsin?password=ring;ding");

        assertThat(address.password()).contains("ring;ding");
        assertThat(address.url()).startsWith("jdbc:postgresql://db/tocsin?").doesNotContain("ding");
    }

    @Test
    void aPasswordThatIsNotEncodedRightIsRefusedWithoutBeingShown() {
        Throwable refused = catchThrowable(() -> DatabaseAddress.of("jdbc:postgresql://db/tocsin?password=100%hush"));

        assertThat(refused).isInstanceOf(IllegalArgumentException.class);
        assertThat(refused.getMessage()).startsWith("is \"").doesNotContain("hu");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:mysql://bell:hush@hush@db/tocsin",
                "jdbc:mysql://bell:hush/hush@db/tocsin",
                "jdbc:oracle:thin:bell/hush@//db:1521/tocsin"
            })
    void aRefusalDoesNotShowAnUnusualPassword(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DatabaseAddress.of(address))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("hush"));
    }
}
