package dev.tocsin.platform;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.inject.Produces;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;

/** Reads the configuration that the server and the application have. */
@ApplicationScoped
class ConfiguredSettings {

    private Settings settings;

    @Produces
    @Dependent
    synchronized Settings settings(Config config) {
        if (settings == null) {
            Function<String, java.util.Optional<String>> lookup = key -> config.getOptionalValue(key, String.class);
            settings = Settings.from(lookup);
        }
        return settings;
    }
}
