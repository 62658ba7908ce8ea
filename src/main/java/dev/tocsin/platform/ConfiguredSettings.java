package dev.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import org.eclipse.microprofile.config.Config;

/** Reads the configuration that the server and the application have. */
@ApplicationScoped
public class ConfiguredSettings {

    private Settings settings;

    @Produces
    @Dependent
    synchronized Settings settings(Config config) {
        if (settings == null) {
            settings = from(config);
        }
        return settings;
    }

    /**
     * For what starts before there are beans.
     *
     * @throws SettingsRefused naming every wrong value
     */
    public static Settings from(Config config) {
        return Settings.from(key -> config.getOptionalValue(key, String.class));
    }
}
