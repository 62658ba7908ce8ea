package dev.tocsin.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tocsin.platform.Setting;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingNotesTest {

    @Test
    void aCommentIsAboutTheKeysThatFollowIt() {
        SettingNotes notes = SettingNotes.of(
                "# The whole file.\n\n# --- Mail ---\n\ntocsin.mail.host=localhost\n"
                        + "# Of the\n#  server.\ntocsin.mail.port = 25\n\n# Both of them.\ntocsin.mail.user=\ntocsin.mail.password=\n");
        assertThat(List.of(Setting.MAIL_HOST, Setting.MAIL_PORT, Setting.MAIL_USER, Setting.MAIL_PASSWORD))
                .extracting(notes::of)
                .containsExactly("", "Of the server.", "Both of them.", "Both of them.");
        assertThat(notes.standard(Setting.MAIL_PORT)).isEqualTo("25");
        assertThat(notes.of(Setting.LEASE)).isEmpty();
    }

    @Test
    void theShippedFileExplainsEverySetting() {
        SettingNotes shipped = SettingNotes.shipped();
        assertThat(Setting.values())
                .allSatisfy(setting -> assertThat(shipped.of(setting))
                        .as("what the properties file says of %s", setting.key())
                        .isNotEmpty());
        assertThat(shipped.standard(Setting.HTTP_PORT)).isEqualTo("8080");
    }

    @Test
    void whatIsShownCanBeFound() {
        SettingInForce port =
                new SettingInForce(Setting.HTTP_PORT, "8080", "", "8080", "default", "", "Where pages are served");
        assertThat(port.contains("PAGES")).isTrue();
        assertThat(port.contains("tocsin_http")).isTrue();
        assertThat(port.contains("8081")).isFalse();
        assertThat(port.isChanged()).isFalse();
    }
}
