package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Setting;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Of the configuration, nothing secret is shown. */
class MaskedTest {

    private static final String SECRET = "hunter2";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "jdbc:postgresql://db/tocsin | jdbc:postgresql://db/tocsin",
                "jdbc:postgresql://anna:hunter2@db:5432/tocsin | jdbc:postgresql://***@db:5432/tocsin",
                "jdbc:postgresql://anna:hun@ter/hunter2@db/tocsin | jdbc:postgresql://***@db/tocsin",
                "jdbc:postgresql://db/tocsin?user=anna&password=hunter2 | jdbc:postgresql://db/tocsin?user=anna&password=***",
                "jdbc:postgresql://db/tocsin?password=hunter2&ssl=true | jdbc:postgresql://db/tocsin?password=***&ssl=true",
                "jdbc:postgresql://db/tocsin?PassWord=a;hunter2&ssl=true | jdbc:postgresql://db/tocsin?PassWord=***&ssl=true",
                "jdbc:postgresql://db/tocsin?sslpassword=hunter2 | jdbc:postgresql://db/tocsin?sslpassword=***",
                "jdbc:postgresql://db/tocsin?sslkey=hunter2 | jdbc:postgresql://db/tocsin?sslkey=***",
                "jdbc:h2:file:./data/tocsin;USER=sa;PASSWORD=hunter2 | jdbc:h2:file:./data/tocsin;USER=sa;PASSWORD=***",
                "jdbc:h2:mem:a;password=hunter2;LOCK_TIMEOUT=1 | jdbc:h2:mem:a;password=***;LOCK_TIMEOUT=1",
                "jdbc:h2:mem:a;PASSWORD=x\\;hunter2&y;LOCK_TIMEOUT=1 | jdbc:h2:mem:a;PASSWORD=***;LOCK_TIMEOUT=1",
                "Order=https://shop/o/{id}?api_key=hunter2&x=1 | Order=https://shop/o/{id}?api_key=***&x=1",
                "Order=https://shop/o/{id}, Article=/a/{id} | Order=https://shop/o/{id}, Article=/a/{id}",
                "tocsin@example.com | tocsin@example.com",
                "10.1.0.0/16, ::1 | 10.1.0.0/16, ::1",
            })
    void anAddressLosesItsLoginAndItsSecretOptions(String given, String shown) {
        assertThat(Masked.address(given)).isEqualTo(shown).doesNotContain(SECRET);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://db/tocsin?ApplicationName=tocsin&password=hunter2,jdbc:postgresql://db/tocsin",
        "jdbc:postgresql://anna:hunter2?x@db/tocsin?ssl=true,jdbc:postgresql://***@db/tocsin",
        "jdbc:h2:file:./data/tocsin;LOCK_TIMEOUT=1,jdbc:h2:file:./data/tocsin;LOCK_TIMEOUT=1",
    })
    void whereADatabaseIsNeedsNoOptionsOfItsDriver(String given, String shown) {
        assertThat(Masked.place(given)).isEqualTo(shown);
    }

    @ParameterizedTest
    @EnumSource(Setting.class)
    void whatIsNamedLikeASecretIsHiddenAsAWhole(Setting setting) {
        boolean secret = setting.name().matches(".*(PASSWORD|SECRET|KEY).*");
        assertThat(Masked.value(setting, SECRET)).isEqualTo(secret ? Masked.HIDDEN : SECRET);
    }

    @Test
    void thereAreSecretsToHide() {
        assertThat(Arrays.stream(Setting.values())
                        .filter(setting -> Masked.value(setting, SECRET).equals(Masked.HIDDEN)))
                .contains(Setting.DATABASE_PASSWORD, Setting.MAIL_PASSWORD, Setting.ADMIN_PASSWORD);
    }

    @Test
    void nothingIsShownAsNothing() {
        assertThat(Masked.value(Setting.MAIL_PASSWORD, null)).isEmpty();
        assertThat(Masked.value(Setting.MAIL_PASSWORD, "")).isEmpty();
    }

    @Test
    void aSecretIsTakenOutOfWhatAServerSays() {
        assertThat(Masked.without(SECRET, "535 hunter2 is wrong")).isEqualTo("535 *** is wrong");
        assertThat(Masked.without("", "535 no")).isEqualTo("535 no");
    }
}
