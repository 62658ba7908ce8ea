package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressEdgeCasesTest {

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

    private static final String POSTGRESQL_OPTIONS =
            "reWriteBatchedInserts=true&tcpKeepAlive=true&connectTimeout=10&socketTimeout=120&ApplicationName=tocsin";

    private static void assertLoginIsTakenOut(String address) {
        DatabaseAddress read = DatabaseAddress.of(address);

        assertThat(read.user()).contains("bell");
        assertThat(read.password()).contains("ringer");
        assertThat(read.url()).doesNotContain("bell", "ringer").doesNotContainIgnoringCase("password");
    }
}
