package dev.tocsin.admin;

import dev.tocsin.platform.Setting;
import java.util.Locale;

/**
 * A setting as it is shown.
 *
 * @param value what is configured, without what is secret; empty for nothing
 * @param derived what follows from an empty value; empty if nothing does
 * @param standard what it is if nobody says anything
 * @param origin a word of {@link Origin}
 * @param source as the server calls where the value comes from; empty for nowhere
 * @param note what it means
 */
public record SettingInForce(
        Setting setting, String value, String derived, String standard, String origin, String source, String note) {

    public String key() {
        return setting.key();
    }

    public String variable() {
        return setting.variable();
    }

    public boolean isChanged() {
        return !origin.equals(Origin.DEFAULT.word());
    }

    /** What can be found is what is shown: nobody finds out a secret by asking. */
    boolean contains(String text) {
        String wanted = text.toLowerCase(Locale.ROOT);
        return String.join("\n", key(), variable(), value, derived, note)
                .toLowerCase(Locale.ROOT)
                .contains(wanted);
    }
}
