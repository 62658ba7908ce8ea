package dev.tocsin.admin;

import dev.tocsin.platform.Setting;
import dev.tocsin.platform.Settings;
import dev.tocsin.platform.StartUp;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigValue;

/** Every setting, with where its value comes from; secrets do not leave it. */
@ApplicationScoped
class ConfigurationInForce {

    @Inject
    private Config config;

    @Inject
    private Settings settings;

    private SettingNotes notes;

    @PostConstruct
    void read() {
        notes = SettingNotes.shipped();
    }

    /** What was changed first; else as they are documented. */
    List<SettingInForce> all() {
        return Arrays.stream(Setting.values())
                .map(this::one)
                .sorted(Comparator.comparing(one -> !one.isChanged()))
                .toList();
    }

    private SettingInForce one(Setting setting) {
        ConfigValue found = config.getConfigValue(setting.key());
        boolean empty = found.getValue() == null || found.getValue().isEmpty();
        String standard = notes.standard(setting);
        String source = Optional.ofNullable(found.getSourceName()).orElse("");
        Origin origin = setting == Setting.SECURITY && StartUp.isStandalone()
                ? Origin.SERVER
                : Origin.of(empty ? null : found.getSourceName(), found.getSourceOrdinal());
        return new SettingInForce(
                setting,
                Masked.value(setting, empty ? standard : found.getValue()),
                empty && standard.isEmpty() ? derived(setting) : "",
                standard,
                origin.word(),
                empty ? "" : source,
                notes.of(setting));
    }

    private String derived(Setting setting) {
        return switch (setting) {
            case BASE_URL -> settings.baseUrl().toString();
            case DATABASE_URL -> settings.database().toString();
            case DATABASE_USER -> settings.databaseUser();
            default -> "";
        };
    }
}
