package dev.tocsin.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsEdgeCasesTest {

    @ParameterizedTest
    @EnumSource(names = {"HTTP_PORT", "MAIL_FROM", "MAIL_SECURITY", "LEASE", "WORKERS"})
    void anEmptyValueIsRefusedOnce(Setting setting) {
        assertThat(refused(Map.of(setting, "")))
                .singleElement()
                .asString()
                .startsWith(setting.variable() + " is empty");
    }

    @Test
    void aLongestGapThatIsNoDurationIsRefusedOnce() {
        assertThat(refused(Map.of(Setting.RETRY_LONGEST, "long")))
                .singleElement()
                .asString()
                .startsWith("TOCSIN_RETRY_LONGEST is \"long\"; needed is a duration such as ");
    }

    @Test
    void aRefusedBaseAddressDoesNotShowAPassword() {
        assertThat(refused(Map.of(Setting.BASE_URL, "https://bell:hush-hush@tocsin.example.com")))
                .singleElement()
                .asString()
                .startsWith("TOCSIN_BASE_URL is ")
                .doesNotContain("hush");
    }

    private static final Path DOCUMENTED = Path.of("server-config", "microprofile-config.properties");

    private static List<String> refused(Map<Setting, String> values) {
        return catchThrowableOfType(SettingsRefused.class, () -> with(values)).problems();
    }

    private static Settings with(Map<Setting, String> values) {
        return Settings.from(key -> values.entrySet().stream()
                .filter(entry -> entry.getKey().key().equals(key))
                .map(Map.Entry::getValue)
                .findFirst()
                .or(Optional::empty));
    }
}
